package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// 0 up to -1, 1 from 1, a straight line between.
@Doc("0 up to -1, 1 from 1, a straight line between")
public record SparseSigmoid() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        Tensor between = x.plus(1).times(0.5);
        return x.lessOrEqual(-1).select(0, x.greaterOrEqual(1).select(1, between));
    }
}
