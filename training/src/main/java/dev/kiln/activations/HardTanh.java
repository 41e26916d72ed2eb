package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// x held between -1 and 1.
@Doc("x held between -1 and 1")
public record HardTanh() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.clip(-1, 1);
    }
}
