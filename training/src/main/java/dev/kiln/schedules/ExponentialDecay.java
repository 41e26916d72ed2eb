package dev.kiln.schedules;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `initial_learning_rate * decay_rate^(step / decay_steps)`.
///
/// Equal to `keras.optimizers.schedules.ExponentialDecay` 3.x in names, defaults and values.
@Doc("the rate shrinks by one factor every decay_steps steps")
public record ExponentialDecay(
        @Doc(value = "rate of the first step, above 0", example = "0.01")
                double initialLearningRate,
        @Doc(
                        value = "steps in which the rate is multiplied by decay_rate once, above 0",
                        example = "1000")
                int decaySteps,
        @Doc(value = "factor, above 0", example = "0.96") double decayRate,
        @Doc(
                        value = "whether the rate jumps every decay_steps steps instead of gliding",
                        example = "true")
                boolean staircase)
        implements Schedule {
    public ExponentialDecay {
        ScheduleArgument.requirePositive("decay_steps", decaySteps);
    }

    public ExponentialDecay(double initialLearningRate, int decaySteps, double decayRate) {
        this(initialLearningRate, decaySteps, decayRate, false);
    }

    public ExponentialDecay withStaircase(boolean staircase) {
        return new ExponentialDecay(initialLearningRate, decaySteps, decayRate, staircase);
    }

    @Override
    public Tensor rate(Tensor step) {
        Tensor periods = step.dividedBy(decaySteps);
        Tensor exponent = staircase ? periods.floor() : periods;
        return step.graph().constant(decayRate).power(exponent).times(initialLearningRate);
    }
}
