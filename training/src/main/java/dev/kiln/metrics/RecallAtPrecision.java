package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;

import org.jspecify.annotations.Nullable;

/// Best recall at a threshold where at least this precision is reached, 0 to 1.
///
/// 0 where no threshold reaches it. Equal to `keras.metrics.RecallAtPrecision`.
///
/// @param precision what must be reached, 0 to 1
/// @param numThresholds how many thresholds between 0 and 1, 1 or more
/// @param classId the one class that is looked at
/// @param name as it appears in history, charts and files
@Doc(
        value = "best recall at a threshold where at least this precision is reached, 0 to 1",
        example = "recall_at_precision(0.8)")
public record RecallAtPrecision(
        @Doc(value = "what must be reached, 0 to 1", example = "0.8") double precision,
        @Doc(value = "how many thresholds between 0 and 1, 1 or more", example = "500")
                int numThresholds,
        @Doc(value = "the one class that is looked at", example = "2") @Nullable Integer classId,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where an argument is out of its range
    public RecallAtPrecision {
        Labels.share("precision", precision);
        Rates.checked(numThresholds);
    }

    /// Keras's defaults.
    public RecallAtPrecision(double precision) {
        this(precision, 200, null, "recall_at_precision");
    }

    public RecallAtPrecision withPrecision(double precision) {
        return new RecallAtPrecision(precision, numThresholds, classId, name);
    }

    public RecallAtPrecision withNumThresholds(int numThresholds) {
        return new RecallAtPrecision(precision, numThresholds, classId, name);
    }

    public RecallAtPrecision withClassId(@Nullable Integer classId) {
        return new RecallAtPrecision(precision, numThresholds, classId, name);
    }

    public RecallAtPrecision withName(String name) {
        return new RecallAtPrecision(precision, numThresholds, classId, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        Rates.update(state, numThresholds, Answers.of(yTrue, yPred, weight).classId(classId));
    }

    @Override
    public Tensor result(State state) {
        var rates = Rates.of(state, numThresholds);
        return Rates.best(rates.recall(), rates.precision(), precision);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
