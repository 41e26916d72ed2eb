package dev.kiln.activations;

import dev.kiln.catalog.Catalogued;
import dev.kiln.graph.Tensor;

/// A function from a tensor to a tensor, put behind the formula of a layer. A lambda is one.
@Catalogued(by = Activations.class)
@FunctionalInterface
public interface ActivationFunction {
    /// @param x any shape
    /// @return usually of the same shape; [Glu] halves an axis
    Tensor apply(Tensor x);
}
