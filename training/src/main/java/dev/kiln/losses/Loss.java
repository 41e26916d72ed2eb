package dev.kiln.losses;

import dev.kiln.catalog.Catalogued;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// How wrong predictions are. A loss of your own is a lambda: `(yTrue, yPred) -> …`.
///
/// Labels are numbers of 32 bits like everything else: class numbers are whole floats, `[n]` or `[n, 1]`.
@FunctionalInterface
@Catalogued(by = Losses.class)
public interface Loss {
    /// The values before weights and reduction.
    ///
    /// @param yTrue labels, already of the predictions' rank where that is only a matter of an axis of size 1
    /// @param yPred predictions `[n, …]`
    /// @return one value a sample, mostly `[n, …]` without the last axis
    Tensor perSample(Tensor yTrue, Tensor yPred);

    /// How the values become one.
    default Reduction reduction() {
        return Reduction.SUM_OVER_BATCH_SIZE;
    }

    /// As it appears in cards and files.
    default String name() {
        return "loss";
    }

    /// Which of the values count, for losses that leave some out: 1 or 0 each, of the values' shape.
    default @Nullable Tensor counted(Tensor yTrue, Tensor perSample) {
        return null;
    }

    default Tensor call(Tensor yTrue, Tensor yPred) {
        return call(yTrue, yPred, null, null);
    }

    /// The value that training makes small, a scalar; one value a sample for [Reduction#NONE].
    ///
    /// @param sampleWeight of the values' shape, or broadcast to it as Keras does: axes are matched from behind, so one
    ///                     weight a row of `[n, t]` values is `[n, 1]`; weighs, but does not normalise
    /// @param mask         1 where a value counts, 0 where it is padding; leading axes of the values
    default Tensor call(
            Tensor yTrue, Tensor yPred, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        var aligned = SameRank.of(yTrue, yPred);
        Tensor values = perSample(aligned.first(), aligned.second());
        return reduction()
                .apply(values, sampleWeight, Weights.both(mask, counted(aligned.first(), values)));
    }
}
