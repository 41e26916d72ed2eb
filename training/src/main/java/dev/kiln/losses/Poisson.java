package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Counts: `p - y log(p + 1e-7)`, mean over the last axis.
///
/// Minus the logarithm of the Poisson likelihood, without the part that does not depend on the prediction.
/// Equal to `keras.losses.Poisson`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc("counts: `p - y log(p + 1e-7)`, mean over the last axis")
public record Poisson(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public Poisson() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "poisson");
    }

    public Poisson(Reduction reduction) {
        this(reduction, "poisson");
    }

    public Poisson withReduction(Reduction reduction) {
        return new Poisson(reduction, name);
    }

    public Poisson withName(String name) {
        return new Poisson(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        return yPred.minus(yTrue.times(yPred.plus(Probabilities.SMALLEST).log())).mean(-1);
    }
}
