package dev.kiln.layers;

/// What a window sees beyond the border.
public enum Padding {
    /// Nothing: it stays inside.
    VALID,
    /// Zeros on both sides, so that there are as many positions as the input has, over the stride.
    SAME,
    /// Zeros before the start only: a position sees itself and what is before it. Sequences only.
    CAUSAL
}
