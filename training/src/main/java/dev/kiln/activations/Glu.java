package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.ShapeMismatch;
import dev.kiln.graph.Tensor;

/// Gated linear unit: the first half of an axis times the sigmoid of the second half.
///
/// Source: Dauphin et al. 2016, https://arxiv.org/abs/1612.08083
///
/// @param axis which axis is halved; its size is even
@Doc("Gated linear unit: the first half of an axis times the sigmoid of the second half")
public record Glu(@Doc("which axis is halved; its size is even") int axis)
        implements ActivationFunction {
    public Glu() {
        this(-1);
    }

    @Override
    public Tensor apply(Tensor x) {
        if (x.shape().get(axis) % 2 != 0) {
            throw new ShapeMismatch(
                    "glu halves axis " + axis + " of " + x.shape() + ", which is odd");
        }
        var halves = x.split(axis, 2);
        return halves.get(0).times(halves.get(1).sigmoid());
    }
}
