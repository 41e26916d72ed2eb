package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of the squared differences of `log(1 + x)`: targets that grow over several magnitudes.
///
/// Both sides are raised to at least 1e-7 first. Equal to `keras.losses.MeanSquaredLogarithmicError`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc("mean of the squared differences of `log(1 + x)`: targets that grow over several magnitudes")
public record MeanSquaredLogarithmicError(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public MeanSquaredLogarithmicError() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "mean_squared_logarithmic_error");
    }

    public MeanSquaredLogarithmicError(Reduction reduction) {
        this(reduction, "mean_squared_logarithmic_error");
    }

    public MeanSquaredLogarithmicError withReduction(Reduction reduction) {
        return new MeanSquaredLogarithmicError(reduction, name);
    }

    public MeanSquaredLogarithmicError withName(String name) {
        return new MeanSquaredLogarithmicError(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Tensor predicted = Probabilities.atLeast(yPred, Probabilities.SMALLEST).log1p();
        Tensor labelled = Probabilities.atLeast(yTrue, Probabilities.SMALLEST).log1p();
        return predicted.minus(labelled).square().mean(-1);
    }
}
