package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.List;

/// Stochastic gradient descent: each weight moves against its gradient, or along a decaying sum of such
/// moves.
///
/// Source: momentum, Polyak 1964; Nesterov's form, Sutskever et al. 2013,
/// https://proceedings.mlr.press/v28/sutskever13.html. The velocity contains the learning rate.
/// Equal to `keras.optimizers.SGD` 3.x in names, defaults and values.
@Doc("gradient descent, with momentum when asked")
public record SGD(
        @Doc(value = "size of a step, above 0, or a schedule", example = "0.01")
                Schedule learningRate,
        @Doc(value = "how much of the last move is repeated, 0 to 1", example = "0.9")
                double momentum,
        @Doc(value = "whether the gradient is taken after the repeated move", example = "true")
                boolean nesterov,
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<SGD> {
    public SGD {
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new UserError(
                    "E143", "momentum=" + momentum + " must be from 0 to 1.", "Type: momentum=0.9");
        }
    }

    /// Keras' defaults; help texts and golden tests read them from here.
    public SGD() {
        this(0.01);
    }

    public SGD(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public SGD(Schedule learningRate) {
        this(learningRate, 0, false, OptimizerSettings.DEFAULT);
    }

    public SGD withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public SGD withLearningRate(Schedule learningRate) {
        return new SGD(learningRate, momentum, nesterov, settings);
    }

    public SGD withMomentum(double momentum) {
        return new SGD(learningRate, momentum, nesterov, settings);
    }

    public SGD withNesterov(boolean nesterov) {
        return new SGD(learningRate, momentum, nesterov, settings);
    }

    @Override
    public SGD withSettings(OptimizerSettings settings) {
        return new SGD(learningRate, momentum, nesterov, settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return momentum == 0 ? List.of() : List.of(List.of(Slot.zeros("momentum")));
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor move = gradient.times(step.learningRate());
        if (momentum == 0) {
            return parameter.minus(move);
        }
        Tensor velocity = step.slot("momentum", step.slot("momentum").times(momentum).minus(move));
        return parameter.plus(nesterov ? velocity.times(momentum).minus(move) : velocity);
    }
}
