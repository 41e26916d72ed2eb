package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.List;

/// Schedule-free AdamW: an average of the iterates replaces the schedule.
///
/// Source: Defazio et al. 2024, https://arxiv.org/abs/2405.15682.
/// Equal to `keras.optimizers.ScheduleFreeAdamW` 3.x in names, defaults and values.
@Doc("adamw that averages instead of following a schedule")
public record ScheduleFreeAdamW(
        @Doc(value = "size of a step, above 0, or a schedule", example = "0.01")
                Schedule learningRate,
        @Doc(
                        value = "how much of the mean gradient is kept each step, in [0, 1)",
                        example = "0.95",
                        name = "beta_1")
                double beta1,
        @Doc(
                        value =
                                "how much of the mean squared gradient is kept each step, in [0, 1)",
                        example = "0.99",
                        name = "beta_2")
                double beta2,
        @Doc(value = "added to the divisor, so that it is not 0; above 0", example = "1e-8")
                double epsilon,
        @Doc(value = "steps in which the rate rises from 0, 0 or more", example = "100")
                int warmupSteps,
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<ScheduleFreeAdamW> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public ScheduleFreeAdamW() {
        this(0.0025);
    }

    public ScheduleFreeAdamW(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public ScheduleFreeAdamW(Schedule learningRate) {
        this(learningRate, 0.9, 0.999, 1e-8, 0, OptimizerSettings.DEFAULT);
    }

    public ScheduleFreeAdamW withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public ScheduleFreeAdamW withLearningRate(Schedule learningRate) {
        return new ScheduleFreeAdamW(learningRate, beta1, beta2, epsilon, warmupSteps, settings);
    }

    public ScheduleFreeAdamW withBeta1(double beta1) {
        return new ScheduleFreeAdamW(learningRate, beta1, beta2, epsilon, warmupSteps, settings);
    }

    public ScheduleFreeAdamW withBeta2(double beta2) {
        return new ScheduleFreeAdamW(learningRate, beta1, beta2, epsilon, warmupSteps, settings);
    }

    public ScheduleFreeAdamW withEpsilon(double epsilon) {
        return new ScheduleFreeAdamW(learningRate, beta1, beta2, epsilon, warmupSteps, settings);
    }

    public ScheduleFreeAdamW withWarmupSteps(int warmupSteps) {
        return new ScheduleFreeAdamW(learningRate, beta1, beta2, epsilon, warmupSteps, settings);
    }

    @Override
    public ScheduleFreeAdamW withSettings(OptimizerSettings settings) {
        return new ScheduleFreeAdamW(learningRate, beta1, beta2, epsilon, warmupSteps, settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return List.of(List.of(Slot.copyOfParameter("momentum"), Slot.zeros("velocity")));
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor rate =
                warmupSteps > 0
                        ? step.learningRate().times(step.count().dividedBy(warmupSteps).minimum(1))
                        : step.learningRate();
        Tensor before = step.slot("momentum");
        Tensor velocity = Moments.followIn32Bits(step, "velocity", gradient.square(), beta2);
        Tensor root = velocity.dividedBy(step.power(beta2).subtractedFrom(1)).sqrt().plus(epsilon);
        Tensor momentum = step.slot("momentum", before.minus(gradient.times(rate).dividedBy(root)));
        Tensor weight = step.count().reciprocal();
        Tensor average = parameter.minus(before.times(1f - (float) beta1)).dividedBy(beta1);
        Tensor next = average.times(weight.subtractedFrom(1)).plus(momentum.times(weight));
        return momentum.times(1f - (float) beta1).plus(next.times(beta1));
    }
}
