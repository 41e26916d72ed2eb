package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.List;

/// Follow the regularized leader.
///
/// Source: McMahan et al. 2013, https://doi.org/10.1145/2487575.2488200, with the shrinkage of
/// Keras.
/// Equal to `keras.optimizers.Ftrl` 3.x in names, defaults and values.
@Doc("follow the regularized leader: sparse linear models")
public record Ftrl(
        @Doc(value = "size of a step, above 0, or a schedule", example = "0.01")
                Schedule learningRate,
        @Doc(value = "power of the sums in the rate, 0 or less", example = "-0.4")
                double learningRatePower,
        @Doc(value = "what the sums start with, 0 or more", example = "0.01")
                double initialAccumulatorValue,
        @Doc(
                        value = "weight of the sum of absolute weights, 0 or more",
                        example = "0.001",
                        name = "l1_regularization_strength")
                double l1RegularizationStrength,
        @Doc(
                        value = "weight of the sum of squared weights, 0 or more",
                        example = "0.001",
                        name = "l2_regularization_strength")
                double l2RegularizationStrength,
        @Doc(
                        value = "weight of the squared weights in the gradient, 0 or more",
                        example = "0.001",
                        name = "l2_shrinkage_regularization_strength")
                double l2ShrinkageRegularizationStrength,
        @Doc(value = "added to the rates' divisor, 0 or more", example = "0.1") double beta,
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<Ftrl> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public Ftrl() {
        this(0.001);
    }

    public Ftrl(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public Ftrl(Schedule learningRate) {
        this(learningRate, -0.5, 0.1, 0, 0, 0, 0, OptimizerSettings.DEFAULT);
    }

    public Ftrl withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public Ftrl withLearningRate(Schedule learningRate) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                settings);
    }

    public Ftrl withLearningRatePower(double learningRatePower) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                settings);
    }

    public Ftrl withInitialAccumulatorValue(double initialAccumulatorValue) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                settings);
    }

    public Ftrl withL1RegularizationStrength(double l1RegularizationStrength) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                settings);
    }

    public Ftrl withL2RegularizationStrength(double l2RegularizationStrength) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                settings);
    }

    public Ftrl withL2ShrinkageRegularizationStrength(double l2ShrinkageRegularizationStrength) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                settings);
    }

    public Ftrl withBeta(double beta) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                settings);
    }

    @Override
    public Ftrl withSettings(OptimizerSettings settings) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return List.of(
                List.of(Slot.filled("accumulator", initialAccumulatorValue), Slot.zeros("linear")));
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor rate = step.learningRate();
        Tensor before = step.slot("accumulator");
        Tensor total = step.slot("accumulator", before.plus(gradient.square()));
        Tensor shrunk = gradient.plus(parameter.times(2 * l2ShrinkageRegularizationStrength));
        Tensor sigma =
                total.power(-learningRatePower)
                        .minus(before.power(-learningRatePower))
                        .dividedBy(rate);
        Tensor linear =
                step.slot("linear", step.slot("linear").plus(shrunk.minus(sigma.times(parameter))));
        Tensor l2 = rate.times(2).reciprocal().times(beta).plus(l2RegularizationStrength);
        Tensor quadratic = total.power(-learningRatePower).dividedBy(rate).plus(l2.times(2));
        Tensor kept = linear.clip(-l1RegularizationStrength, l1RegularizationStrength);
        return kept.minus(linear).dividedBy(quadratic);
    }
}
