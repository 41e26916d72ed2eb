package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;
import dev.kiln.tensor.Shape;

import java.util.List;

/// Nadam: Adam with Nesterov momentum.
///
/// Source: Dozat 2016, https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ.
/// Equal to `keras.optimizers.Nadam` 3.x in names, defaults and values.
@Doc("adam with Nesterov's look ahead")
public record Nadam(
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
        implements Optimizer, CommonArguments<Nadam> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public Nadam() {
        this(0.001);
    }

    public Nadam(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public Nadam(Schedule learningRate) {
        this(learningRate, 0.9, 0.999, 1e-7, OptimizerSettings.DEFAULT);
    }

    public Nadam withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public Nadam withLearningRate(Schedule learningRate) {
        return new Nadam(learningRate, beta1, beta2, epsilon, settings);
    }

    public Nadam withBeta1(double beta1) {
        return new Nadam(learningRate, beta1, beta2, epsilon, settings);
    }

    public Nadam withBeta2(double beta2) {
        return new Nadam(learningRate, beta1, beta2, epsilon, settings);
    }

    public Nadam withEpsilon(double epsilon) {
        return new Nadam(learningRate, beta1, beta2, epsilon, settings);
    }

    @Override
    public Nadam withSettings(OptimizerSettings settings) {
        return new Nadam(learningRate, beta1, beta2, epsilon, settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return List.of(
                List.of(Slot.zeros("momentum"), Slot.zeros("velocity")),
                List.of(Slot.filled("u_product", 1).shaped(_ -> Shape.of())));
    }

    private Tensor weight(Tensor decay) {
        return decay.times(0.5).subtractedFrom(1).times(beta1);
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor now = weight(step.power(0.96));
        Tensor next = weight(step.power(0.96).times(0.96));
        Tensor product = step.slot("u_product", step.slot("u_product").times(now));
        Tensor momentum = Moments.followIn32Bits(step, "momentum", gradient, beta1);
        Tensor velocity = Moments.followIn32Bits(step, "velocity", gradient.square(), beta2);
        Tensor ahead = momentum.times(next).dividedBy(product.times(next).subtractedFrom(1));
        Tensor mean =
                ahead.plus(
                        gradient.times(now.subtractedFrom(1)).dividedBy(product.subtractedFrom(1)));
        Tensor square = velocity.dividedBy(step.power(beta2).subtractedFrom(1));
        return parameter.minus(
                mean.times(step.learningRate()).dividedBy(square.sqrt().plus(epsilon)));
    }
}
