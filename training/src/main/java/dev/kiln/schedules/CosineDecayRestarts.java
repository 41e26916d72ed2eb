package dev.kiln.schedules;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Cosines one after another, each `t_mul` times as long as the one before and from `m_mul` times its
/// height.
///
/// Source: Loshchilov & Hutter 2016, https://arxiv.org/abs/1608.03983. Equal to
/// `keras.optimizers.schedules.CosineDecayRestarts` 3.x in names, defaults and values.
@Doc("the rate falls along cosines that start again")
public record CosineDecayRestarts(
        @Doc(value = "rate of the first step, above 0", example = "0.001")
                double initialLearningRate,
        @Doc(value = "steps of the first cosine, above 0", example = "1000") int firstDecaySteps,
        @Doc(value = "how much longer each cosine is than the one before", example = "2")
                double tMul,
        @Doc(value = "how much higher each cosine starts than the one before", example = "0.9")
                double mMul,
        @Doc(
                        value =
                                "share of the initial rate that is left at the end of a cosine, 0 to 1",
                        example = "0.1")
                double alpha)
        implements Schedule {
    public CosineDecayRestarts {
        ScheduleArgument.requirePositive("first_decay_steps", firstDecaySteps);
    }

    public CosineDecayRestarts(double initialLearningRate, int firstDecaySteps) {
        this(initialLearningRate, firstDecaySteps, 2, 1, 0);
    }

    public CosineDecayRestarts withTMul(double tMul) {
        return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, tMul, mMul, alpha);
    }

    public CosineDecayRestarts withMMul(double mMul) {
        return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, tMul, mMul, alpha);
    }

    public CosineDecayRestarts withAlpha(double alpha) {
        return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, tMul, mMul, alpha);
    }

    @Override
    public Tensor rate(Tensor step) {
        Tensor periods = step.dividedBy(firstDecaySteps);
        Tensor restarts;
        Tensor completed;
        if (tMul == 1) {
            restarts = periods.floor();
            completed = periods.minus(restarts);
        } else {
            Tensor base = step.graph().constant(tMul);
            // Both logarithms by the same function, so that their ratio is whole at a restart.
            restarts =
                    periods.times(1 - tMul).subtractedFrom(1).log().dividedBy(base.log()).floor();
            Tensor stretch = base.power(restarts);
            completed =
                    periods.minus(stretch.subtractedFrom(1).dividedBy(1 - tMul)).dividedBy(stretch);
        }
        Tensor height = step.graph().constant(mMul).power(restarts);
        Tensor cosine = completed.times(Math.PI).cos().plus(1).times(height.times(0.5));
        return cosine.times(1 - alpha).plus(alpha).times(initialLearningRate);
    }
}
