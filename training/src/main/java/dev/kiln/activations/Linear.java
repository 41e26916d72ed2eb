package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// x itself: no activation.
@Doc("x itself: no activation")
public record Linear() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x;
    }
}
