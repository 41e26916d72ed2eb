package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `log(cosh(p - y))`: like squared error near 0, like absolute error far out, smooth in between.
///
/// Written `x + softplus(-2x) - log 2`, which does not overflow; mean over the last axis. Equal to
/// `keras.losses.LogCosh`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        "`log(cosh(p - y))`: like squared error near 0, like absolute error far out, smooth in between")
public record LogCosh(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public LogCosh() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "log_cosh");
    }

    public LogCosh(Reduction reduction) {
        this(reduction, "log_cosh");
    }

    public LogCosh withReduction(Reduction reduction) {
        return new LogCosh(reduction, name);
    }

    public LogCosh withName(String name) {
        return new LogCosh(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Tensor error = yPred.minus(yTrue);
        return error.plus(error.times(-2).softplus()).minus(Math.log(2)).mean(-1);
    }
}
