package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `log(sigmoid(x))` without underflow.
@Doc("log(sigmoid(x)) without underflow")
public record LogSigmoid() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.negate().softplus().negate();
    }
}
