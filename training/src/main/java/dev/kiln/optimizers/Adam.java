package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.List;

/// Adam: each weight's step is its mean gradient over the root of its mean squared gradient.
///
/// Source: Kingma & Ba 2014, https://arxiv.org/abs/1412.6980, in the "epsilon hat" form before section
/// 2.1; AMSGrad: Reddi et al. 2018, https://arxiv.org/abs/1904.09237.
/// Equal to `keras.optimizers.Adam` 3.x in names, defaults and values.
@Doc("mean gradient over the root of the mean squared gradient")
public record Adam(
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
        implements Optimizer, CommonArguments<Adam> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public Adam() {
        this(0.001);
    }

    public Adam(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public Adam(Schedule learningRate) {
        this(learningRate, 0.9, 0.999, 1e-7, false, OptimizerSettings.DEFAULT);
    }

    public Adam withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public Adam withLearningRate(Schedule learningRate) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    public Adam withBeta1(double beta1) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    public Adam withBeta2(double beta2) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    public Adam withEpsilon(double epsilon) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    public Adam withAmsgrad(boolean amsgrad) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, settings);
    }

    @Override
    public Adam withSettings(OptimizerSettings settings) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, settings);
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
