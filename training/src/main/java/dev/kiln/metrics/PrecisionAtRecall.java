package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;

import org.jspecify.annotations.Nullable;

/// Best precision at a threshold where at least this recall is reached, 0 to 1.
///
/// 0 where no threshold reaches it. Equal to `keras.metrics.PrecisionAtRecall`.
///
/// @param recall what must be reached, 0 to 1
/// @param numThresholds how many thresholds between 0 and 1, 1 or more
/// @param classId the one class that is looked at
/// @param name as it appears in history, charts and files
@Doc(
        value = "best precision at a threshold where at least this recall is reached, 0 to 1",
        example = "precision_at_recall(0.8)")
public record PrecisionAtRecall(
        @Doc(value = "what must be reached, 0 to 1", example = "0.8") double recall,
        @Doc(value = "how many thresholds between 0 and 1, 1 or more", example = "500")
                int numThresholds,
        @Doc(value = "the one class that is looked at", example = "2") @Nullable Integer classId,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where an argument is out of its range
    public PrecisionAtRecall {
        Labels.share("recall", recall);
        Rates.checked(numThresholds);
    }

    /// Keras's defaults.
    public PrecisionAtRecall(double recall) {
        this(recall, 200, null, "precision_at_recall");
    }

    public PrecisionAtRecall withRecall(double recall) {
        return new PrecisionAtRecall(recall, numThresholds, classId, name);
    }

    public PrecisionAtRecall withNumThresholds(int numThresholds) {
        return new PrecisionAtRecall(recall, numThresholds, classId, name);
    }

    public PrecisionAtRecall withClassId(@Nullable Integer classId) {
        return new PrecisionAtRecall(recall, numThresholds, classId, name);
    }

    public PrecisionAtRecall withName(String name) {
        return new PrecisionAtRecall(recall, numThresholds, classId, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        Rates.update(state, numThresholds, Answers.of(yTrue, yPred, weight).classId(classId));
    }

    @Override
    public Tensor result(State state) {
        var rates = Rates.of(state, numThresholds);
        return Rates.best(rates.precision(), rates.recall(), recall);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
