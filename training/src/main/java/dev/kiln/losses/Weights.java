package dev.kiln.losses;

import dev.kiln.catalog.UserError;
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

    /// Values times sample weights. As in Keras, a rank that is one short gets or loses an axis of size 1 behind, and
    /// axes are then matched from behind.
    ///
    /// @throws UserError where they do not fit
    static Tensor weighed(Tensor values, Tensor weight) {
        var aligned = SameRank.of(values, weight);
        Tensor left = leading(aligned.first(), aligned.second().rank());
        Tensor right = leading(aligned.second(), aligned.first().rank());
        for (int axis = 0; axis < left.rank(); axis++) {
            int one = left.shape().get(axis);
            int other = right.shape().get(axis);
            if (one != other && one != 1 && other != 1) {
                throw new UserError(
                        "E219",
                        "sample weights of "
                                + weight.shape()
                                + " do not fit losses of "
                                + values.shape()
                                + ".",
                        "Give one weight a loss "
                                + values.shape()
                                + ", or one a row with axes of size 1 behind.");
            }
        }
        return left.times(right);
    }

    private static Tensor leading(Tensor tensor, int rank) {
        Tensor filled = tensor;
        while (filled.rank() > 0 && filled.rank() < rank) {
            filled = filled.expand(0);
        }
        return filled;
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
