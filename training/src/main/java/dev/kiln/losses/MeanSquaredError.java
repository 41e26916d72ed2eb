package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of the squared differences: predictions of numbers, large misses weigh most.
///
/// `mean((y - p)^2)` over the last axis. Equal to `keras.losses.MeanSquaredError`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc("mean of the squared differences: predictions of numbers, large misses weigh most")
public record MeanSquaredError(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public MeanSquaredError() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "mean_squared_error");
    }

    public MeanSquaredError(Reduction reduction) {
        this(reduction, "mean_squared_error");
    }

    public MeanSquaredError withReduction(Reduction reduction) {
        return new MeanSquaredError(reduction, name);
    }

    public MeanSquaredError withName(String name) {
        return new MeanSquaredError(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        return yTrue.minus(yPred).square().mean(-1);
    }
}
