package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Continuously differentiable ELU: x above 0, `alpha * (exp(x / alpha) - 1)` below.
///
/// Source: Barron 2017, https://arxiv.org/abs/1704.07483
///
/// @param alpha the value far below 0 is -alpha; above 0
@Doc("Continuously differentiable ELU: x above 0, alpha * (exp(x / alpha) - 1) below")
public record Celu(@Doc("the value far below 0 is -alpha; above 0") double alpha)
        implements ActivationFunction {
    public Celu() {
        this(1.0);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor above = x.greater(0);
        // The chosen branch alone may see x: exp of a large x would give NaN gradients.
        Tensor below = above.select(0, x);
        return above.select(x, below.dividedBy(alpha).expm1().times(alpha));
    }
}
