package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Two classes with a margin, misses squared: `max(1 - y p, 0)^2`, mean over the last axis; labels -1 and
/// 1.
///
/// Labels 0 and 1 become -1 and 1 where a batch holds nothing else. Equal to `keras.losses.SquaredHinge`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        "two classes with a margin, misses squared: `max(1 - y p, 0)^2`, mean over the last axis; labels -1 and 1")
public record SquaredHinge(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public SquaredHinge() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "squared_hinge");
    }

    public SquaredHinge(Reduction reduction) {
        this(reduction, "squared_hinge");
    }

    public SquaredHinge withReduction(Reduction reduction) {
        return new SquaredHinge(reduction, name);
    }

    public SquaredHinge withName(String name) {
        return new SquaredHinge(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        return Probabilities.atLeast(Labels.hinge(yTrue).times(yPred).subtractedFrom(1), 0)
                .square()
                .mean(-1);
    }
}
