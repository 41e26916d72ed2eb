package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `x - tanh(x)`.
@Doc("x - tanh(x)")
public record TanhShrink() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.minus(x.tanh());
    }
}
