package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// Precision and recall in one number: their weighted harmonic mean, 0 to 1, 1 is best.
///
/// Without a threshold all of a row's largest predictions are a yes. Equal to `keras.metrics.FBetaScore`.
/// Beyond Keras: class numbers are read as one-hot labels, and the mean of the classes is the default for
/// them.
///
/// @param average none: one value a class; macro, weighted or micro: one value
/// @param beta how much more recall counts than precision, above 0
/// @param threshold predictions above it are a yes, above 0 and up to 1; the largest one without it
/// @param name as it appears in history, charts and files
@Doc(
        value =
                "precision and recall in one number: their weighted harmonic mean, 0 to 1, 1 is best",
        example = "fbeta_score(beta=2)")
public record FBetaScore(
        @Doc(
                        value = "none: one value a class; macro, weighted or micro: one value",
                        example = "macro")
                @Nullable Average average,
        @Doc(value = "how much more recall counts than precision, above 0", example = "2")
                double beta,
        @Doc(
                        value =
                                "predictions above it are a yes, above 0 and up to 1; the largest one without it",
                        example = "0.5")
                @Nullable Double threshold,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where an argument is out of its range
    public FBetaScore {
        FScore.check(beta, threshold);
    }

    /// Keras's defaults.
    public FBetaScore() {
        this(null, 1.0, null, "fbeta_score");
    }

    public FBetaScore(@Nullable Average average) {
        this(average, 1.0, null, "fbeta_score");
    }

    public FBetaScore withAverage(@Nullable Average average) {
        return new FBetaScore(average, beta, threshold, name);
    }

    public FBetaScore withBeta(double beta) {
        return new FBetaScore(average, beta, threshold, name);
    }

    public FBetaScore withThreshold(@Nullable Double threshold) {
        return new FBetaScore(average, beta, threshold, name);
    }

    public FBetaScore withName(String name) {
        return new FBetaScore(average, beta, threshold, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        FScore.update(state, average, threshold, yTrue, yPred, weight);
    }

    @Override
    public Tensor result(State state) {
        return FScore.of(state, average, beta);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
