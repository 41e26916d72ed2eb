package dev.kiln.layers;

import dev.kiln.catalog.UserError;

/// What a window sees beyond the border.
public enum Padding {
    /// Nothing: it stays inside.
    VALID,
    /// Zeros on both sides, so that there are as many positions as the input has, over the stride.
    SAME,
    /// Zeros before the start only: a position sees itself and what is before it. Sequences only.
    CAUSAL;

    /// @throws UserError E132 where the padding is causal, for the layers that Keras has without it
    static void notCausal(String layer, Padding padding) {
        if (padding == CAUSAL) {
            throw new UserError(
                    "E132",
                    layer + " takes padding same or valid, not causal.",
                    "Type: padding=same");
        }
    }
}
