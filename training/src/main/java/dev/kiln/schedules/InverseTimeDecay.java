package dev.kiln.schedules;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `initial_learning_rate / (1 + decay_rate * step / decay_steps)`.
///
/// Equal to `keras.optimizers.schedules.InverseTimeDecay` 3.x in names, defaults and values.
@Doc("the rate shrinks with the inverse of the step")
public record InverseTimeDecay(
        @Doc(value = "rate of the first step, above 0", example = "0.01")
                double initialLearningRate,
        @Doc(value = "steps that count as one period, above 0", example = "1000") int decaySteps,
        @Doc(value = "how much the divisor grows each period", example = "0.5") double decayRate,
        @Doc(
                        value = "whether the rate jumps every decay_steps steps instead of gliding",
                        example = "true")
                boolean staircase)
        implements Schedule {
    public InverseTimeDecay {
        ScheduleArgument.requirePositive("decay_steps", decaySteps);
    }

    public InverseTimeDecay(double initialLearningRate, int decaySteps, double decayRate) {
        this(initialLearningRate, decaySteps, decayRate, false);
    }

    public InverseTimeDecay withStaircase(boolean staircase) {
        return new InverseTimeDecay(initialLearningRate, decaySteps, decayRate, staircase);
    }

    @Override
    public Tensor rate(Tensor step) {
        Tensor periods = step.dividedBy(decaySteps);
        Tensor elapsed = staircase ? periods.floor() : periods;
        return step.graph()
                .constant(initialLearningRate)
                .dividedBy(elapsed.times(decayRate).plus(1));
    }
}
