package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;

import org.jspecify.annotations.Nullable;

/// Best specificity at a threshold where at least this sensitivity (recall) is reached, 0 to 1.
///
/// 0 where no threshold reaches it. Equal to `keras.metrics.SpecificityAtSensitivity`.
///
/// @param sensitivity what must be reached, 0 to 1
/// @param numThresholds how many thresholds between 0 and 1, 1 or more
/// @param classId the one class that is looked at
/// @param name as it appears in history, charts and files
@Doc(
        value =
                "best specificity at a threshold where at least this sensitivity (recall) is reached, 0 to 1",
        example = "specificity_at_sensitivity(0.8)")
public record SpecificityAtSensitivity(
        @Doc(value = "what must be reached, 0 to 1", example = "0.8") double sensitivity,
        @Doc(value = "how many thresholds between 0 and 1, 1 or more", example = "500")
                int numThresholds,
        @Doc(value = "the one class that is looked at", example = "2") @Nullable Integer classId,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where an argument is out of its range
    public SpecificityAtSensitivity {
        Labels.share("sensitivity", sensitivity);
        Rates.checked(numThresholds);
    }

    /// Keras's defaults.
    public SpecificityAtSensitivity(double sensitivity) {
        this(sensitivity, 200, null, "specificity_at_sensitivity");
    }

    public SpecificityAtSensitivity withSensitivity(double sensitivity) {
        return new SpecificityAtSensitivity(sensitivity, numThresholds, classId, name);
    }

    public SpecificityAtSensitivity withNumThresholds(int numThresholds) {
        return new SpecificityAtSensitivity(sensitivity, numThresholds, classId, name);
    }

    public SpecificityAtSensitivity withClassId(@Nullable Integer classId) {
        return new SpecificityAtSensitivity(sensitivity, numThresholds, classId, name);
    }

    public SpecificityAtSensitivity withName(String name) {
        return new SpecificityAtSensitivity(sensitivity, numThresholds, classId, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        Rates.update(state, numThresholds, Answers.of(yTrue, yPred, weight).classId(classId));
    }

    @Override
    public Tensor result(State state) {
        var rates = Rates.of(state, numThresholds);
        return Rates.best(rates.specificity(), rates.recall(), sensitivity);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
