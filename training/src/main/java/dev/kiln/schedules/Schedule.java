package dev.kiln.schedules;

import dev.kiln.catalog.Catalogued;
import dev.kiln.graph.Tensor;

/// A learning rate for each step. A user's own is a lambda: `step -> step.plus(1).reciprocal().times(0.1)`.
@Catalogued(by = Schedules.class)
@FunctionalInterface
public interface Schedule {
    /// The rate of a step.
    ///
    /// @param step a scalar: optimizer steps done so far, 0 at the first
    /// @return a scalar
    Tensor rate(Tensor step);

    /// One rate for all steps, which callbacks may change while training runs.
    static Schedule of(double rate) {
        return new ConstantRate(rate);
    }
}
