package dev.kiln.layers;

import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// What flows from layer to layer.
///
/// @param value `[batch, …]`
/// @param mask  which steps count: 1 or 0, the first axes of `value`, mostly `[batch, time]`; null for all
public record Signal(Tensor value, @Nullable Tensor mask) {
    public static Signal of(Tensor value) {
        return new Signal(value, null);
    }
}
