package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `x * tanh(softplus(x))`.
///
/// Source: Misra 2019, https://arxiv.org/abs/1908.08681
@Doc("x * tanh(softplus(x))")
public record Mish() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.times(x.softplus().tanh());
    }
}
