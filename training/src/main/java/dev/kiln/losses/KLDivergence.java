package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// How far a predicted distribution is from the labelled one: `sum(y log(y / p))` over the last axis.
///
/// Both are clipped to [1e-7, 1]. Source: Kullback & Leibler 1951, https://doi.org/10.1214/aoms/1177729694.
/// Equal to `keras.losses.KLDivergence`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        "how far a predicted distribution is from the labelled one: `sum(y log(y / p))` over the last axis")
public record KLDivergence(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public KLDivergence() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "kl_divergence");
    }

    public KLDivergence(Reduction reduction) {
        this(reduction, "kl_divergence");
    }

    public KLDivergence withReduction(Reduction reduction) {
        return new KLDivergence(reduction, name);
    }

    public KLDivergence withName(String name) {
        return new KLDivergence(reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Tensor labelled = positive(yTrue);
        Tensor predicted = positive(yPred);
        return labelled.times(labelled.dividedBy(predicted).log()).sum(-1);
    }

    private static Tensor positive(Tensor x) {
        Tensor raised = Probabilities.atLeast(x, Probabilities.SMALLEST);
        return raised.greater(1).select(1, raised);
    }
}
