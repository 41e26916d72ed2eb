package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Exponential linear unit: x above 0, `alpha * (exp(x) - 1)` below.
///
/// Source: Clevert et al. 2015, https://arxiv.org/abs/1511.07289
///
/// @param alpha the value far below 0 is -alpha; 0 or more
@Doc("Exponential linear unit: x above 0, alpha * (exp(x) - 1) below")
public record Elu(@Doc("the value far below 0 is -alpha; 0 or more") double alpha)
        implements ActivationFunction {
    public Elu() {
        this(1.0);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor above = x.greater(0);
        // The chosen branch alone may see x: exp of a large x would give NaN gradients.
        return above.select(x, above.select(0, x).expm1().times(alpha));
    }
}
