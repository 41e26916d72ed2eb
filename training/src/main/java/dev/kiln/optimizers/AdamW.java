package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.InOrder;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.List;

/// Adam with weight decay that does not pass through the moments.
///
/// Source: Loshchilov & Hutter 2019, https://arxiv.org/abs/1711.05101. `weight_decay` is 0.004 here.
/// Equal to `keras.optimizers.AdamW` 3.x in names, defaults and values.
@Doc("adam with decoupled weight decay")
@InOrder({"learning_rate", "weight_decay"})
public record AdamW(
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
        @Doc(value = "whether the largest mean squared gradient so far is used", example = "true")
                boolean amsgrad,
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<AdamW> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public AdamW() {
        this(0.001);
    }

    public AdamW(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public AdamW(Schedule learningRate) {
        this(
                learningRate,
                0.9,
                0.999,
                1e-7,
                false,
                OptimizerSettings.DEFAULT.withWeightDecay(0.004));
    }

    public AdamW withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public AdamW withLearningRate(Schedule learningRate) {
        return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    public AdamW withBeta1(double beta1) {
        return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    public AdamW withBeta2(double beta2) {
        return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    public AdamW withEpsilon(double epsilon) {
        return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    public AdamW withAmsgrad(boolean amsgrad) {
        return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    @Override
    public AdamW withSettings(OptimizerSettings settings) {
        return new AdamW(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return amsgrad
                ? List.of(
                        List.of(Slot.zeros("momentum"), Slot.zeros("velocity")),
                        List.of(Slot.zeros("velocity_hat")))
                : List.of(List.of(Slot.zeros("momentum"), Slot.zeros("velocity")));
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        return Moments.adamStep(parameter, gradient, step, beta1, beta2, epsilon, amsgrad);
    }
}
