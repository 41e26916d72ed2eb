package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Number of no labels that were predicted, one a threshold; weighted.
///
/// All entries of a row count. Equal to `keras.metrics.TrueNegatives`.
///
/// @param thresholds predictions above it are a yes; several give several values. 0.5 without it
/// @param name as it appears in history, charts and files
@Doc("number of no labels that were predicted, one a threshold; weighted")
public record TrueNegatives(
        @Doc(
                        value =
                                "predictions above it are a yes; several give several values. 0.5 without it",
                        example = "0.3")
                @Nullable List<Double> thresholds,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where a threshold is outside [0, 1]
    public TrueNegatives {
        thresholds = Confusion.checked(thresholds);
    }

    /// Keras's defaults.
    public TrueNegatives() {
        this(null, "true_negatives");
    }

    public TrueNegatives(@Nullable List<Double> thresholds) {
        this(thresholds, "true_negatives");
    }

    public TrueNegatives withThresholds(@Nullable List<Double> thresholds) {
        return new TrueNegatives(thresholds, name);
    }

    public TrueNegatives withName(String name) {
        return new TrueNegatives(thresholds, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        confusion().update(state, Answers.of(yTrue, yPred, weight), Set.of(Count.TRUE_NEGATIVES));
    }

    @Override
    public Tensor result(State state) {
        return confusion().read(state, Count.TRUE_NEGATIVES);
    }

    private Confusion confusion() {
        return Confusion.at(thresholds, 0.5);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
