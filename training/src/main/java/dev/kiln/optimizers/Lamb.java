package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.List;

/// Lamb: Adam's step, scaled in each weight array to the length of the weights.
///
/// Source: You et al. 2019, https://arxiv.org/abs/1904.00962.
/// Equal to `keras.optimizers.Lamb` 3.x in names, defaults and values.
@Doc("adam with a step as long as the weights allow, layer by layer")
public record Lamb(
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
        implements Optimizer, CommonArguments<Lamb> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public Lamb() {
        this(0.001);
    }

    public Lamb(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public Lamb(Schedule learningRate) {
        this(learningRate, 0.9, 0.999, 1e-7, OptimizerSettings.DEFAULT);
    }

    public Lamb withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public Lamb withLearningRate(Schedule learningRate) {
        return new Lamb(learningRate, beta1, beta2, epsilon, settings);
    }

    public Lamb withBeta1(double beta1) {
        return new Lamb(learningRate, beta1, beta2, epsilon, settings);
    }

    public Lamb withBeta2(double beta2) {
        return new Lamb(learningRate, beta1, beta2, epsilon, settings);
    }

    public Lamb withEpsilon(double epsilon) {
        return new Lamb(learningRate, beta1, beta2, epsilon, settings);
    }

    @Override
    public Lamb withSettings(OptimizerSettings settings) {
        return new Lamb(learningRate, beta1, beta2, epsilon, settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return List.of(List.of(Slot.zeros("momentum"), Slot.zeros("velocity")));
    }

    @Override
    public boolean elementwise() {
        return false;
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor momentum = Moments.follow(step, "momentum", gradient, beta1);
        Tensor velocity = Moments.follow(step, "velocity", gradient.square(), beta2);
        Tensor mean = momentum.dividedBy(step.power(beta1).subtractedFrom(1));
        Tensor root = velocity.dividedBy(step.power(beta2).subtractedFrom(1)).sqrt().plus(epsilon);
        Tensor move = mean.dividedBy(root);
        Tensor weightNorm = parameter.square().sum().sqrt();
        Tensor moveNorm = move.square().sum().sqrt();
        Tensor both = weightNorm.greater(0).times(moveNorm.greater(0));
        Tensor ratio = both.select(weightNorm.dividedBy(both.select(moveNorm, 1)), 1);
        return parameter.minus(move.times(ratio.times(step.learningRate())));
    }
}
