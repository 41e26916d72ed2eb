package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// 0 up to -1, x from 1, `(x + 1)^2 / 4` between.
@Doc("0 up to -1, x from 1, (x + 1)^2 / 4 between")
public record SparsePlus() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        Tensor between = x.plus(1).square().times(0.25);
        return x.lessOrEqual(-1).select(0, x.less(1).select(between, x));
    }
}
