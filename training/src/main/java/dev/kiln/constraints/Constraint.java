package dev.kiln.constraints;

import dev.kiln.catalog.Catalogued;
import dev.kiln.graph.Tensor;

/// Puts weights back into the allowed set after a step. A lambda is one.
@Catalogued(by = Constraints.class)
@FunctionalInterface
public interface Constraint {
    /// @param weights as the optimizer left them
    /// @return of the same shape
    Tensor apply(Tensor weights);
}
