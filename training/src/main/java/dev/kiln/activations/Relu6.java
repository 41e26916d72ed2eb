package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// x held between 0 and 6.
@Doc("x held between 0 and 6")
public record Relu6() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.clip(0, 6);
    }
}
