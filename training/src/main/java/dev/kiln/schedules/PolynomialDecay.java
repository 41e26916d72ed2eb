package dev.kiln.schedules;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// From `initial_learning_rate` to `end_learning_rate` in `decay_steps` steps, as
/// `(1 - step / decay_steps)^power`.
///
/// Equal to `keras.optimizers.schedules.PolynomialDecay` 3.x in names, defaults and values.
@Doc("the rate falls to an end value along a power of the step")
public record PolynomialDecay(
        @Doc(value = "rate of the first step, above 0", example = "0.01")
                double initialLearningRate,
        @Doc(value = "steps until the end value, above 0", example = "1000") int decaySteps,
        @Doc(value = "rate at the end, 0 or more", example = "0.0001") double endLearningRate,
        @Doc(value = "1 is a straight line", example = "2") double power,
        @Doc(
                        value =
                                "whether it starts again after decay_steps steps, over a longer stretch each time",
                        example = "true")
                boolean cycle)
        implements Schedule {
    public PolynomialDecay {
        ScheduleArgument.requirePositive("decay_steps", decaySteps);
    }

    public PolynomialDecay(double initialLearningRate, int decaySteps) {
        this(initialLearningRate, decaySteps, 0.0001, 1, false);
    }

    public PolynomialDecay withEndLearningRate(double endLearningRate) {
        return new PolynomialDecay(initialLearningRate, decaySteps, endLearningRate, power, cycle);
    }

    public PolynomialDecay withPower(double power) {
        return new PolynomialDecay(initialLearningRate, decaySteps, endLearningRate, power, cycle);
    }

    public PolynomialDecay withCycle(boolean cycle) {
        return new PolynomialDecay(initialLearningRate, decaySteps, endLearningRate, power, cycle);
    }

    @Override
    public Tensor rate(Tensor step) {
        Tensor stretch = step.graph().constant(decaySteps);
        Tensor position = step.minimum(decaySteps);
        if (cycle) {
            stretch = stretch.times(step.equalTo(0).select(1, step.dividedBy(decaySteps).ceil()));
            position = step;
        }
        Tensor left = position.dividedBy(stretch).subtractedFrom(1);
        return left.power(power).times(initialLearningRate - endLearningRate).plus(endLearningRate);
    }
}
