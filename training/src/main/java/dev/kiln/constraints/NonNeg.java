package dev.kiln.constraints;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Weights below 0 become 0.
@Doc("weights are 0 or more")
public record NonNeg() implements Constraint {
    @Override
    public Tensor apply(Tensor weights) {
        return weights.maximum(0);
    }
}
