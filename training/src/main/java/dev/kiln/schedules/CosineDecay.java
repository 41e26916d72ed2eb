package dev.kiln.schedules;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// Half a cosine from the initial rate down to `alpha` times it, after an optional straight warm-up.
///
/// Source: Loshchilov & Hutter 2016, https://arxiv.org/abs/1608.03983; warm-up: Goyal et al. 2017,
/// https://arxiv.org/abs/1706.02677. Equal to `keras.optimizers.schedules.CosineDecay` 3.x in names,
/// defaults and values.
@Doc("the rate falls along half a cosine, after an optional warm-up")
public record CosineDecay(
        @Doc(value = "rate of the first step, 0 or more", example = "0.001")
                double initialLearningRate,
        @Doc(value = "steps of the cosine, above 0", example = "1000") int decaySteps,
        @Doc(value = "share of the highest rate that is left at the end, 0 to 1", example = "0.1")
                double alpha,
        @Doc(value = "rate at the end of the warm-up; none for no warm-up", example = "0.01")
                @Nullable Double warmupTarget,
        @Doc(value = "steps of the warm-up, before those of the cosine", example = "100")
                int warmupSteps)
        implements Schedule {
    public CosineDecay {
        ScheduleArgument.requirePositive("decay_steps", decaySteps);
    }

    public CosineDecay(double initialLearningRate, int decaySteps) {
        this(initialLearningRate, decaySteps, 0, null, 0);
    }

    public CosineDecay withAlpha(double alpha) {
        return new CosineDecay(initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps);
    }

    /// A straight line to `target` in `steps` steps first.
    public CosineDecay withWarmup(double target, int steps) {
        return new CosineDecay(initialLearningRate, decaySteps, alpha, target, steps);
    }

    @Override
    public Tensor rate(Tensor step) {
        if (warmupTarget == null) {
            return decayed(step.minimum(decaySteps), initialLearningRate);
        }
        Tensor position = step.minimum((double) decaySteps + warmupSteps);
        Tensor warming =
                position.dividedBy(Math.max(warmupSteps, 1))
                        .times(warmupTarget - initialLearningRate)
                        .plus(initialLearningRate);
        return position.less(warmupSteps)
                .select(warming, decayed(position.minus(warmupSteps), warmupTarget));
    }

    private Tensor decayed(Tensor step, double from) {
        Tensor cosine = step.dividedBy(decaySteps).times(Math.PI).cos().plus(1).times(0.5);
        return cosine.times(1 - alpha).plus(alpha).times(from);
    }
}
