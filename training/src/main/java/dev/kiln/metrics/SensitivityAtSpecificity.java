package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;

import org.jspecify.annotations.Nullable;

/// Best sensitivity (recall) at a threshold where at least this specificity is reached, 0 to 1.
///
/// 0 where no threshold reaches it. Equal to `keras.metrics.SensitivityAtSpecificity`.
///
/// @param specificity what must be reached, 0 to 1
/// @param numThresholds how many thresholds between 0 and 1, 1 or more
/// @param classId the one class that is looked at
/// @param name as it appears in history, charts and files
@Doc(
        value =
                "best sensitivity (recall) at a threshold where at least this specificity is reached, 0 to 1",
        example = "sensitivity_at_specificity(0.8)")
public record SensitivityAtSpecificity(
        @Doc(value = "what must be reached, 0 to 1", example = "0.8") double specificity,
        @Doc(value = "how many thresholds between 0 and 1, 1 or more", example = "500")
                int numThresholds,
        @Doc(value = "the one class that is looked at", example = "2") @Nullable Integer classId,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where an argument is out of its range
    public SensitivityAtSpecificity {
        Labels.share("specificity", specificity);
        Rates.checked(numThresholds);
    }

    /// Keras's defaults.
    public SensitivityAtSpecificity(double specificity) {
        this(specificity, 200, null, "sensitivity_at_specificity");
    }

    public SensitivityAtSpecificity withSpecificity(double specificity) {
        return new SensitivityAtSpecificity(specificity, numThresholds, classId, name);
    }

    public SensitivityAtSpecificity withNumThresholds(int numThresholds) {
        return new SensitivityAtSpecificity(specificity, numThresholds, classId, name);
    }

    public SensitivityAtSpecificity withClassId(@Nullable Integer classId) {
        return new SensitivityAtSpecificity(specificity, numThresholds, classId, name);
    }

    public SensitivityAtSpecificity withName(String name) {
        return new SensitivityAtSpecificity(specificity, numThresholds, classId, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        Rates.update(state, numThresholds, Answers.of(yTrue, yPred, weight).classId(classId));
    }

    @Override
    public Tensor result(State state) {
        var rates = Rates.of(state, numThresholds);
        return Rates.best(rates.recall(), rates.specificity(), specificity);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
