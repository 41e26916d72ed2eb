package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.List;

/// Adamax: Adam with the infinity norm.
///
/// Source: Kingma & Ba 2014, https://arxiv.org/abs/1412.6980, section 7.1.
/// Equal to `keras.optimizers.Adamax` 3.x in names, defaults and values.
@Doc("adam with the largest gradient instead of the mean square")
public record Adamax(
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
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<Adamax> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public Adamax() {
        this(0.001);
    }

    public Adamax(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public Adamax(Schedule learningRate) {
        this(learningRate, 0.9, 0.999, 1e-7, OptimizerSettings.DEFAULT);
    }

    public Adamax withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public Adamax withLearningRate(Schedule learningRate) {
        return new Adamax(learningRate, beta1, beta2, epsilon, settings);
    }

    public Adamax withBeta1(double beta1) {
        return new Adamax(learningRate, beta1, beta2, epsilon, settings);
    }

    public Adamax withBeta2(double beta2) {
        return new Adamax(learningRate, beta1, beta2, epsilon, settings);
    }

    public Adamax withEpsilon(double epsilon) {
        return new Adamax(learningRate, beta1, beta2, epsilon, settings);
    }

    @Override
    public Adamax withSettings(OptimizerSettings settings) {
        return new Adamax(learningRate, beta1, beta2, epsilon, settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return List.of(List.of(Slot.zeros("momentum"), Slot.zeros("norm")));
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor momentum = Moments.follow(step, "momentum", gradient, beta1);
        Tensor norm = step.slot("norm", step.slot("norm").times(beta2).maximum(gradient.abs()));
        Tensor correction = step.power(beta1).subtractedFrom(1);
        return parameter.minus(
                momentum.times(step.learningRate())
                        .dividedBy(norm.plus(epsilon).times(correction)));
    }
}
