package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// x where its size is above the threshold, else 0.
///
/// @param threshold sizes up to it become 0; 0 or more
@Doc("x where its size is above the threshold, else 0")
public record HardShrink(@Doc("sizes up to it become 0; 0 or more") double threshold)
        implements ActivationFunction {
    public HardShrink() {
        this(0.5);
    }

    @Override
    public Tensor apply(Tensor x) {
        return x.abs().greater(threshold).select(x, 0);
    }
}
