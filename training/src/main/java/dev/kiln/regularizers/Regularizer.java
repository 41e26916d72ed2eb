package dev.kiln.regularizers;

import dev.kiln.catalog.Catalogued;
import dev.kiln.graph.Tensor;

/// A penalty that is added to the loss. A lambda is one.
@Catalogued(by = Regularizers.class)
@FunctionalInterface
public interface Regularizer {
    /// @param x weights or outputs, any shape
    /// @return a scalar
    Tensor penalty(Tensor x);
}
