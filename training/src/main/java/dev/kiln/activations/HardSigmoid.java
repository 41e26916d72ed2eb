package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// A sigmoid of three straight lines: `min(max(x + 3, 0), 6) / 6`.
@Doc("A sigmoid of three straight lines: min(max(x + 3, 0), 6) / 6")
public record HardSigmoid() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.plus(3).clip(0, 6).dividedBy(6);
    }
}
