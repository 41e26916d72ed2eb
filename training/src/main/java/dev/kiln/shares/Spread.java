package dev.kiln.shares;

import dev.kiln.tensor.Shape;

/// How a value is spread over the shares of a batch.
sealed interface Spread {
    /// All of it is there once, for every share: parameters, constants, what was put together.
    record Whole() implements Spread {}

    /// Each share has the part that belongs to its rows. The axis has `outer * rows * inner` places, the rows in the middle.
    record Rows(int axis, int outer, int inner) implements Spread {
        Rows at(int otherAxis) {
            return new Rows(otherAxis, outer, inner);
        }

        /// The shape of a share's part of an array.
        Shape part(Shape whole, Share share) {
            return whole.with(axis, outer * share.rows() * inner);
        }
    }

    /// Each share has a summand of the whole shape; they are added up in the order of the shares.
    record Partial() implements Spread {}

    Spread WHOLE = new Whole();
    Spread PARTIAL = new Partial();
}
