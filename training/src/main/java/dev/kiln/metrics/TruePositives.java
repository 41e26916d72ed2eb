package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Number of yes labels that were predicted, one a threshold; weighted.
///
/// All entries of a row count. Equal to `keras.metrics.TruePositives`.
///
/// @param thresholds predictions above it are a yes; several give several values. 0.5 without it
/// @param name as it appears in history, charts and files
@Doc("number of yes labels that were predicted, one a threshold; weighted")
public record TruePositives(
        @Doc(
                        value =
                                "predictions above it are a yes; several give several values. 0.5 without it",
                        example = "0.3")
                @Nullable List<Double> thresholds,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where a threshold is outside [0, 1]
    public TruePositives {
        thresholds = Confusion.checked(thresholds);
    }

    /// Keras's defaults.
    public TruePositives() {
        this(null, "true_positives");
    }

    public TruePositives(@Nullable List<Double> thresholds) {
        this(thresholds, "true_positives");
    }

    public TruePositives withThresholds(@Nullable List<Double> thresholds) {
        return new TruePositives(thresholds, name);
    }

    public TruePositives withName(String name) {
        return new TruePositives(thresholds, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        confusion().update(state, Answers.of(yTrue, yPred, weight), Set.of(Count.TRUE_POSITIVES));
    }

    @Override
    public Tensor result(State state) {
        return confusion().read(state, Count.TRUE_POSITIVES);
    }

    private Confusion confusion() {
        return Confusion.at(thresholds, 0.5);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
