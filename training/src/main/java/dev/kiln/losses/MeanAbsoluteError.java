package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of the absolute differences: predictions of numbers, in the unit of the target.
///
/// `mean(|y - p|)` over the last axis. Equal to `keras.losses.MeanAbsoluteError`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc("mean of the absolute differences: predictions of numbers, in the unit of the target")
public record MeanAbsoluteError(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public MeanAbsoluteError() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "mean_absolute_error");
    }

    public MeanAbsoluteError(Reduction reduction) {
        this(reduction, "mean_absolute_error");
    }

    public MeanAbsoluteError withReduction(Reduction reduction) {
        return new MeanAbsoluteError(reduction, name);
    }

    public MeanAbsoluteError withName(String name) {
        return new MeanAbsoluteError(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        return yTrue.minus(yPred).abs().mean(-1);
    }
}
