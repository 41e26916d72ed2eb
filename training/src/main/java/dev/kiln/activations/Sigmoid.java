package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `1 / (1 + exp(-x))`: between 0 and 1.
@Doc("1 / (1 + exp(-x)): between 0 and 1")
public record Sigmoid() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.sigmoid();
    }
}
