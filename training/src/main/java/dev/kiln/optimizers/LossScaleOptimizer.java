package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Another optimizer whose loss is multiplied by a scale, and whose gradients are divided by it. The scale doubles after
/// many finite steps; where a gradient is not finite, the step is left out and the scale halved.
///
/// Keras puts it around the optimizer of a model of 16-bit layers. In 32 bits a scale that is a power of two changes no
/// digit, so it serves to go on with such models.
///
/// Source: Micikevicius et al. 2017, https://arxiv.org/abs/1710.03740.
/// Equal to `keras.optimizers.LossScaleOptimizer` 3.x in names, defaults and values.
///
/// @param innerOptimizer does the steps; a `loss_scale_factor` of its own is left out
@Doc("multiplies the loss of another optimizer by a scale that fits itself")
public record LossScaleOptimizer(
        @Doc(
                        value = "the optimizer that does the steps",
                        example = "adam(0.01)",
                        name = "inner_optimizer")
                Optimizer innerOptimizer,
        @Doc(
                        value = "the scale before the first step, above 0",
                        example = "1024",
                        name = "initial_scale")
                double initialScale,
        @Doc(
                        value = "finite steps after which the scale doubles, at least 1",
                        example = "500",
                        name = "dynamic_growth_steps")
                int dynamicGrowthSteps)
        implements Optimizer {
    /// @throws UserError E143 for a scale that is not above 0, for no steps, and where the inner one is of this kind
    public LossScaleOptimizer {
        if (!(initialScale > 0) || Double.isInfinite(initialScale)) {
            throw new UserError(
                    "E143",
                    "initial_scale=" + initialScale + " must be above 0 and finite.",
                    "Type: initial_scale=1024");
        }
        if (dynamicGrowthSteps < 1) {
            throw new UserError(
                    "E143",
                    "dynamic_growth_steps=" + dynamicGrowthSteps + " must be at least 1.",
                    "Type: dynamic_growth_steps=500");
        }
        if (innerOptimizer instanceof LossScaleOptimizer) {
            throw new UserError(
                    "E143",
                    "inner_optimizer scales the loss already.",
                    "Type: inner_optimizer=adam()");
        }
    }

    /// With Keras' defaults.
    public LossScaleOptimizer(Optimizer innerOptimizer) {
        this(innerOptimizer, 32_768, 2_000);
    }

    public LossScaleOptimizer withInnerOptimizer(Optimizer innerOptimizer) {
        return new LossScaleOptimizer(innerOptimizer, initialScale, dynamicGrowthSteps);
    }

    public LossScaleOptimizer withInitialScale(double initialScale) {
        return new LossScaleOptimizer(innerOptimizer, initialScale, dynamicGrowthSteps);
    }

    public LossScaleOptimizer withDynamicGrowthSteps(int dynamicGrowthSteps) {
        return new LossScaleOptimizer(innerOptimizer, initialScale, dynamicGrowthSteps);
    }

    @Override
    public Schedule learningRate() {
        return innerOptimizer.learningRate();
    }

    @Override
    public OptimizerSettings settings() {
        return innerOptimizer.settings().withLossScaleFactor(null);
    }

    @Override
    public List<List<Slot>> slots() {
        return innerOptimizer.slots();
    }

    @Override
    public boolean elementwise() {
        return innerOptimizer.elementwise();
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        return innerOptimizer.step(parameter, gradient, step);
    }

    @Override
    public @Nullable Double weightDecay(Segment segment) {
        return innerOptimizer.weightDecay(segment);
    }
}
