package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.List;

/// Adadelta: the root of the mean squared step over the root of the mean squared gradient.
///
/// Source: Zeiler 2012, https://arxiv.org/abs/1212.5701. Epsilon is inside the roots.
/// Equal to `keras.optimizers.Adadelta` 3.x in names, defaults and values.
@Doc("steps in the unit of the weights, without a rate of its own")
public record Adadelta(
        @Doc(value = "size of a step, above 0, or a schedule", example = "0.01")
                Schedule learningRate,
        @Doc(value = "how much of both means is kept each step, in [0, 1)", example = "0.9")
                double rho,
        @Doc(value = "added to the divisor, so that it is not 0; above 0", example = "1e-8")
                double epsilon,
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<Adadelta> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public Adadelta() {
        this(0.001);
    }

    public Adadelta(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public Adadelta(Schedule learningRate) {
        this(learningRate, 0.95, 1e-7, OptimizerSettings.DEFAULT);
    }

    public Adadelta withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public Adadelta withLearningRate(Schedule learningRate) {
        return new Adadelta(learningRate, rho, epsilon, settings);
    }

    public Adadelta withRho(double rho) {
        return new Adadelta(learningRate, rho, epsilon, settings);
    }

    public Adadelta withEpsilon(double epsilon) {
        return new Adadelta(learningRate, rho, epsilon, settings);
    }

    @Override
    public Adadelta withSettings(OptimizerSettings settings) {
        return new Adadelta(learningRate, rho, epsilon, settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return List.of(
                List.of(Slot.zeros("accumulated_grad"), Slot.zeros("accumulated_delta_var")));
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor squares =
                step.slot(
                        "accumulated_grad",
                        step.slot("accumulated_grad")
                                .times(rho)
                                .plus(gradient.square().times(1 - rho)));
        Tensor moves = step.slot("accumulated_delta_var");
        Tensor move =
                moves.plus(epsilon)
                        .sqrt()
                        .times(gradient)
                        .dividedBy(squares.plus(epsilon).sqrt())
                        .negate();
        step.slot("accumulated_delta_var", moves.times(rho).plus(move.square().times(1 - rho)));
        return parameter.plus(move.times(step.learningRate()));
    }
}
