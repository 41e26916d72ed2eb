package dev.kiln.fit;

/// A loss or a gradient that is not finite: when it was noticed, and what made it.
///
/// @param loss  of the step; finite where only the gradients are not
/// @param epoch counted from 0
/// @param step  counted from 0
/// @param where `the output of dense_1`, `the gradient of dense_1`, `the labels`, …; empty where it is not known
record NotFinite(float loss, int epoch, int step, String where) {
    /// `the loss became NaN at epoch 3, step 41, first in the output of dense_1`.
    String message() {
        return (Float.isFinite(loss)
                        ? "the gradients became NaN or infinite"
                        : "the loss became " + loss)
                + " at epoch "
                + (epoch + 1)
                + ", step "
                + (step + 1)
                + (where.isEmpty() ? "" : ", first in " + where);
    }
}
