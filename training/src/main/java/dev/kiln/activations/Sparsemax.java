package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Like softmax, with exact zeros.
///
/// Source: Martins & Astudillo 2016, https://arxiv.org/abs/1602.02068
///
/// @param axis along which the values sum to 1
@Doc("Like softmax, with exact zeros")
public record Sparsemax(@Doc("along which the values sum to 1") int axis)
        implements ActivationFunction {
    public Sparsemax() {
        this(-1);
    }

    @Override
    public Tensor apply(Tensor x) {
        int along = x.shape().axis(axis);
        // The paper sorts; counting which values come before each one needs no sort.
        Tensor others = x.expand(along);
        Tensor own = x.expand(along + 1);
        Tensor index = x.graph().iota(x.shape(), along);
        Tensor earlier = index.expand(along).lessOrEqual(index.expand(along + 1));
        Tensor before = others.greater(own).plus(others.equalTo(own).times(earlier)).stopGradient();
        Tensor rank = before.sum(along + 1);
        Tensor sum = before.times(others).sum(along + 1);
        Tensor support = x.times(rank).plus(1).greater(sum).stopGradient();
        // Keras adds up all running sums of the support where the paper takes the last: with two or
        // more
        // values in the support the result is smaller than the paper's. Kept, so that models agree.
        Tensor threshold =
                sum.times(support).sumKept(along).minus(1).dividedBy(support.sumKept(along));
        return x.minus(threshold).relu();
    }
}
