package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// x moved towards 0 by the threshold; 0 within it.
///
/// @param threshold how far; 0 or more
@Doc("x moved towards 0 by the threshold; 0 within it")
public record SoftShrink(@Doc("how far; 0 or more") double threshold)
        implements ActivationFunction {
    public SoftShrink() {
        this(0.5);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor below = x.less(-threshold).select(x.plus(threshold), 0);
        return x.greater(threshold).select(x.minus(threshold), below);
    }
}
