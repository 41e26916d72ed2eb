package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Hyperbolic tangent: between -1 and 1.
@Doc("Hyperbolic tangent: between -1 and 1")
public record Tanh() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.tanh();
    }
}
