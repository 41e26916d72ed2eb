package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.List;

/// Lion: every weight moves by the learning rate, in the direction of a mean gradient.
///
/// Source: Chen et al. 2023, https://arxiv.org/abs/2302.06675.
/// Equal to `keras.optimizers.Lion` 3.x in names, defaults and values.
@Doc("moves by the sign of a mean gradient")
public record Lion(
        @Doc(value = "size of a step, above 0, or a schedule", example = "0.01")
                Schedule learningRate,
        @Doc(
                        value =
                                "weight of the mean gradient against this one in the sign, in [0, 1)",
                        example = "0.95",
                        name = "beta_1")
                double beta1,
        @Doc(
                        value = "how much of the mean gradient is kept each step, in [0, 1)",
                        example = "0.98",
                        name = "beta_2")
                double beta2,
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<Lion> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public Lion() {
        this(0.001);
    }

    public Lion(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public Lion(Schedule learningRate) {
        this(learningRate, 0.9, 0.99, OptimizerSettings.DEFAULT);
    }

    public Lion withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public Lion withLearningRate(Schedule learningRate) {
        return new Lion(learningRate, beta1, beta2, settings);
    }

    public Lion withBeta1(double beta1) {
        return new Lion(learningRate, beta1, beta2, settings);
    }

    public Lion withBeta2(double beta2) {
        return new Lion(learningRate, beta1, beta2, settings);
    }

    @Override
    public Lion withSettings(OptimizerSettings settings) {
        return new Lion(learningRate, beta1, beta2, settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return List.of(List.of(Slot.zeros("momentum")));
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor momentum = step.slot("momentum");
        Tensor direction = momentum.times(beta1).plus(gradient.times(1f - (float) beta1)).sign();
        step.slot("momentum", momentum.times(beta2).plus(gradient.times(1f - (float) beta2)));
        return parameter.minus(direction.times(step.learningRate()));
    }
}
