package dev.kiln.losses;

import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// Weights and masks beside the values they belong to. They share leading axes: `[n]` weighs the rows
/// of `[n, time]`.
public final class Weights {
    private Weights() {}

    /// The product; a mask is a weight of 0 or 1.
    public static @Nullable Tensor both(@Nullable Tensor weight, @Nullable Tensor other) {
        if (weight == null) {
            return other;
        }
        if (other == null) {
            return weight;
        }
        var aligned = aligned(weight, other);
        return aligned.first().times(aligned.second());
    }

    /// The two with one rank, so that they can be multiplied.
    public static SameRank aligned(Tensor values, Tensor weight) {
        var aligned = SameRank.of(values, weight);
        return new SameRank(
                filled(aligned.first(), aligned.second().rank()),
                filled(aligned.second(), aligned.first().rank()));
    }

    /// With axes of size 1 behind, up to a rank.
    public static Tensor filled(Tensor tensor, int rank) {
        Tensor filled = tensor;
        while (filled.rank() > 0 && filled.rank() < rank) {
            filled = filled.expand(-1);
        }
        return filled;
    }
}
