package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Number of yes labels predicted as no, one a threshold; weighted.
///
/// All entries of a row count. Equal to `keras.metrics.FalseNegatives`.
///
/// @param thresholds predictions above it are a yes; several give several values. 0.5 without it
/// @param name as it appears in history, charts and files
@Doc("number of yes labels predicted as no, one a threshold; weighted")
public record FalseNegatives(
        @Doc(
                        value =
                                "predictions above it are a yes; several give several values. 0.5 without it",
                        example = "0.3")
                @Nullable List<Double> thresholds,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where a threshold is outside [0, 1]
    public FalseNegatives {
        thresholds = Confusion.checked(thresholds);
    }

    /// Keras's defaults.
    public FalseNegatives() {
        this(null, "false_negatives");
    }

    public FalseNegatives(@Nullable List<Double> thresholds) {
        this(thresholds, "false_negatives");
    }

    public FalseNegatives withThresholds(@Nullable List<Double> thresholds) {
        return new FalseNegatives(thresholds, name);
    }

    public FalseNegatives withName(String name) {
        return new FalseNegatives(thresholds, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        confusion().update(state, Answers.of(yTrue, yPred, weight), Set.of(Count.FALSE_NEGATIVES));
    }

    @Override
    public Tensor result(State state) {
        return confusion().read(state, Count.FALSE_NEGATIVES);
    }

    private Confusion confusion() {
        return Confusion.at(thresholds, 0.5);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
