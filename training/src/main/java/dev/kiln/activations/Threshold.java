package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// x above the threshold, else another value.
///
/// @param threshold    values up to it are replaced
/// @param defaultValue what replaces them
@Doc("x above the threshold, else another value")
public record Threshold(
        @Doc("values up to it are replaced") double threshold,
        @Doc("what replaces them") double defaultValue)
        implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.greater(threshold).select(x, defaultValue);
    }
}
