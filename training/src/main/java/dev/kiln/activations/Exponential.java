package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `exp(x)`.
@Doc("exp(x)")
public record Exponential() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.exp();
    }
}
