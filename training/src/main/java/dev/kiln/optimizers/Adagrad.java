package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.List;

/// Adagrad: rates shrink with the sum of squared gradients.
///
/// Source: Duchi et al. 2011, https://jmlr.org/papers/v12/duchi11a.html. Epsilon is inside the root.
/// Equal to `keras.optimizers.Adagrad` 3.x in names, defaults and values.
@Doc("divides by the root of all squared gradients so far")
public record Adagrad(
        @Doc(value = "size of a step, above 0, or a schedule", example = "0.01")
                Schedule learningRate,
        @Doc(value = "what the sums start with, 0 or more", example = "0.01")
                double initialAccumulatorValue,
        @Doc(value = "added to the divisor, so that it is not 0; above 0", example = "1e-8")
                double epsilon,
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<Adagrad> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public Adagrad() {
        this(0.001);
    }

    public Adagrad(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public Adagrad(Schedule learningRate) {
        this(learningRate, 0.1, 1e-7, OptimizerSettings.DEFAULT);
    }

    public Adagrad withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public Adagrad withLearningRate(Schedule learningRate) {
        return new Adagrad(learningRate, initialAccumulatorValue, epsilon, settings);
    }

    public Adagrad withInitialAccumulatorValue(double initialAccumulatorValue) {
        return new Adagrad(learningRate, initialAccumulatorValue, epsilon, settings);
    }

    public Adagrad withEpsilon(double epsilon) {
        return new Adagrad(learningRate, initialAccumulatorValue, epsilon, settings);
    }

    @Override
    public Adagrad withSettings(OptimizerSettings settings) {
        return new Adagrad(learningRate, initialAccumulatorValue, epsilon, settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return List.of(List.of(Slot.filled("accumulator", initialAccumulatorValue)));
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor total = step.slot("accumulator", step.slot("accumulator").plus(gradient.square()));
        return parameter.minus(
                gradient.times(step.learningRate()).dividedBy(total.plus(epsilon).sqrt()));
    }
}
