package dev.kiln.optimizers;

import dev.kiln.catalog.Catalogued;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How parameters change when gradients arrive: a formula, and the numbers that it keeps.
@Catalogued(by = Optimizers.class)
public interface Optimizer {
    /// Size of a step.
    Schedule learningRate();

    /// Arguments that every optimizer has.
    OptimizerSettings settings();

    /// Numbers kept from step to step, each as many as parameters, in the groups in which Keras saves
    /// them: a group's slots of the first parameter, of the second, and so on, then the next group.
    List<List<Slot>> slots();

    /// Whether each number is treated alone, so that the formula may run over all parameters at once.
    default boolean elementwise() {
        return true;
    }

    /// The parameter after the step.
    ///
    /// @param parameter one parameter, or all of them in one vector where the optimizer is elementwise
    /// @param gradient  of the same shape; clipped already
    /// @param step      the learning rate, the count and the slots
    Tensor step(Tensor parameter, Tensor gradient, Step step);

    /// Share of a parameter that is taken away before the step, times the learning rate; null for none.
    default @Nullable Double weightDecay(Segment segment) {
        return settings().weightDecay();
    }
}
