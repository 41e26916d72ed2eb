package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// The nearest point of the probability simplex: like softmax, with exact zeros.
///
/// Source: Martins & Astudillo 2016, https://arxiv.org/abs/1602.02068
///
/// @param axis along which the values sum to 1
@Doc("The nearest point of the probability simplex: like softmax, with exact zeros")
public record Sparsemax(@Doc("along which the values sum to 1") int axis) implements ActivationFunction {
    public Sparsemax() {
        this(-1);
    }

    @Override
    public Tensor apply(Tensor x) {
        int along = x.shape().axis(axis);
        // The paper sorts; counting how many values are at least as large as each one needs no sort.
        Tensor others = x.expand(along);
        Tensor atLeast = others.greaterOrEqual(x.expand(along + 1)).stopGradient();
        Tensor rank = atLeast.sum(along + 1);
        Tensor sum = atLeast.times(others).sum(along + 1);
        Tensor support = x.times(rank).plus(1).greater(sum).stopGradient();
        Tensor threshold = x.times(support).sumKept(along).minus(1).dividedBy(support.sumKept(along));
        return x.minus(threshold).relu();
    }
}
