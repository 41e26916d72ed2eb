package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import java.util.ArrayList;
import java.util.List;

/// RMSprop: each weight's step is its gradient over the root of its mean squared gradient.
///
/// Source: Tieleman & Hinton 2012, lecture 6.5 of "Neural Networks for Machine Learning"; centred form,
/// Graves 2013, https://arxiv.org/abs/1308.0850. Epsilon is inside the root.
/// Equal to `keras.optimizers.RMSprop` 3.x in names, defaults and values.
@Doc("divides each gradient by the root of its mean square")
public record RMSprop(
        @Doc(value = "size of a step, above 0, or a schedule", example = "0.01")
                Schedule learningRate,
        @Doc(
                        value =
                                "how much of the mean squared gradient is kept each step, in [0, 1)",
                        example = "0.95")
                double rho,
        @Doc(value = "how much of the last move is repeated, 0 to 1", example = "0.9")
                double momentum,
        @Doc(value = "added to the divisor, so that it is not 0; above 0", example = "1e-8")
                double epsilon,
        @Doc(value = "whether the variance is used instead of the mean square", example = "true")
                boolean centered,
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<RMSprop> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public RMSprop() {
        this(0.001);
    }

    public RMSprop(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public RMSprop(Schedule learningRate) {
        this(learningRate, 0.9, 0, 1e-7, false, OptimizerSettings.DEFAULT);
    }

    public RMSprop withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public RMSprop withLearningRate(Schedule learningRate) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, settings);
    }

    public RMSprop withRho(double rho) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, settings);
    }

    public RMSprop withMomentum(double momentum) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, settings);
    }

    public RMSprop withEpsilon(double epsilon) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, settings);
    }

    public RMSprop withCentered(boolean centered) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, settings);
    }

    @Override
    public RMSprop withSettings(OptimizerSettings settings) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, settings);
    }

    @Override
    public List<List<Slot>> slots() {
        var groups = new ArrayList<List<Slot>>();
        groups.add(List.of(Slot.zeros("velocity")));
        if (momentum > 0) {
            groups.add(List.of(Slot.zeros("momentum")));
        }
        if (centered) {
            groups.add(List.of(Slot.zeros("average_gradient")));
        }
        return groups;
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor velocity =
                step.slot(
                        "velocity",
                        step.slot("velocity").times(rho).plus(gradient.square().times(1 - rho)));
        Tensor spread = velocity;
        if (centered) {
            Tensor average =
                    step.slot(
                            "average_gradient",
                            step.slot("average_gradient").times(rho).plus(gradient.times(1 - rho)));
            spread = velocity.minus(average.square());
        }
        Tensor move = gradient.times(step.learningRate()).dividedBy(spread.plus(epsilon).sqrt());
        if (momentum > 0) {
            move = step.slot("momentum", step.slot("momentum").times(momentum).plus(move));
        }
        return parameter.minus(move);
    }
}
