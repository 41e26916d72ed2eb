package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Several classes with a margin: `max(best wrong - right + 1, 0)`; one-hot labels.
///
/// Equal to `keras.losses.CategoricalHinge`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc("several classes with a margin: `max(best wrong - right + 1, 0)`; one-hot labels")
public record CategoricalHinge(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public CategoricalHinge() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "categorical_hinge");
    }

    public CategoricalHinge(Reduction reduction) {
        this(reduction, "categorical_hinge");
    }

    public CategoricalHinge withReduction(Reduction reduction) {
        return new CategoricalHinge(reduction, name);
    }

    public CategoricalHinge withName(String name) {
        return new CategoricalHinge(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Tensor right = yTrue.times(yPred).sum(-1);
        Tensor wrong = yTrue.subtractedFrom(1).times(yPred).max(-1);
        return Probabilities.atLeast(wrong.minus(right).plus(1), 0);
    }
}
