package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Two classes with a margin: `max(1 - y p, 0)`, mean over the last axis; labels -1 and 1.
///
/// Labels 0 and 1 become -1 and 1 where a batch holds nothing else. Equal to `keras.losses.Hinge`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc("two classes with a margin: `max(1 - y p, 0)`, mean over the last axis; labels -1 and 1")
public record Hinge(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public Hinge() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "hinge");
    }

    public Hinge(Reduction reduction) {
        this(reduction, "hinge");
    }

    public Hinge withReduction(Reduction reduction) {
        return new Hinge(reduction, name);
    }

    public Hinge withName(String name) {
        return new Hinge(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        return Probabilities.atLeast(Labels.hinge(yTrue).times(yPred).subtractedFrom(1), 0)
                .mean(-1);
    }
}
