package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `log(1 + exp(x))`, a smooth ReLU.
@Doc("log(1 + exp(x)), a smooth ReLU")
public record Softplus() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.softplus();
    }
}
