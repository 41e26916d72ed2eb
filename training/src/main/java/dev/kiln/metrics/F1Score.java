package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// Precision and recall in one number: their harmonic mean, 0 to 1, 1 is best.
///
/// Without a threshold all of a row's largest predictions are a yes. Equal to `keras.metrics.F1Score`.
/// Beyond Keras: class numbers are read as one-hot labels, and the mean of the classes is the default for
/// them.
///
/// @param average none: one value a class; macro, weighted or micro: one value
/// @param threshold predictions above it are a yes, above 0 and up to 1; the largest one without it
/// @param name as it appears in history, charts and files
@Doc(
        value = "precision and recall in one number: their harmonic mean, 0 to 1, 1 is best",
        example = "f1_score(average=macro)")
public record F1Score(
        @Doc(
                        value = "none: one value a class; macro, weighted or micro: one value",
                        example = "macro")
                @Nullable Average average,
        @Doc(
                        value =
                                "predictions above it are a yes, above 0 and up to 1; the largest one without it",
                        example = "0.5")
                @Nullable Double threshold,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where `threshold` is not above 0 and up to 1
    public F1Score {
        FScore.check(1, threshold);
    }

    /// Keras's defaults.
    public F1Score() {
        this(null, null, "f1_score");
    }

    public F1Score(@Nullable Average average) {
        this(average, null, "f1_score");
    }

    public F1Score withAverage(@Nullable Average average) {
        return new F1Score(average, threshold, name);
    }

    public F1Score withThreshold(@Nullable Double threshold) {
        return new F1Score(average, threshold, name);
    }

    public F1Score withName(String name) {
        return new F1Score(average, threshold, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        FScore.update(state, average, threshold, yTrue, yPred, weight);
    }

    @Override
    public Tensor result(State state) {
        return FScore.of(state, average, 1);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
