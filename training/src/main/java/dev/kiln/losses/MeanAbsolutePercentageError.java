package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of the absolute differences in percent of the label.
///
/// `100 mean(|y - p| / max(|y|, 1e-7))` over the last axis. Equal to
/// `keras.losses.MeanAbsolutePercentageError`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc("mean of the absolute differences in percent of the label")
public record MeanAbsolutePercentageError(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public MeanAbsolutePercentageError() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "mean_absolute_percentage_error");
    }

    public MeanAbsolutePercentageError(Reduction reduction) {
        this(reduction, "mean_absolute_percentage_error");
    }

    public MeanAbsolutePercentageError withReduction(Reduction reduction) {
        return new MeanAbsolutePercentageError(reduction, name);
    }

    public MeanAbsolutePercentageError withName(String name) {
        return new MeanAbsolutePercentageError(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Tensor unit = yTrue.abs().maximum(Probabilities.SMALLEST);
        return yTrue.minus(yPred).dividedBy(unit).abs().mean(-1).times(100);
    }
}
