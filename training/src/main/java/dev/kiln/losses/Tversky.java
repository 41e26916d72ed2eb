package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Overlap of masks with a weight for what was missed and for what was too much.
///
/// `1 - both / (both + alpha missed + beta extra + 1e-7)`, where both is `sum(y p)`, missed `sum(y (1 -
/// p))` and extra `sum((1 - y) p)`. So alpha weighs false negatives, as Keras 3.15 computes it, not as it
/// documents it. Source: Salehi et al. 2017, https://arxiv.org/abs/1706.05721. Equal to
/// `keras.losses.Tversky` of 3.15.
///
/// @param alpha weight of what was missed
/// @param beta weight of what was marked too much
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
/// @param axis axes to add up along; all without it
@Doc(
        value = "overlap of masks with a weight for what was missed and for what was too much",
        example = "tversky(alpha=0.7, beta=0.3)")
public record Tversky(
        @Doc(value = "weight of what was missed", example = "0.7") double alpha,
        @Doc(value = "weight of what was marked too much", example = "0.3") double beta,
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name,
        @Doc(value = "axes to add up along; all without it", example = "[1, 2]")
                @Nullable List<Integer> axis)
        implements Loss {
    public Tversky {
        axis = axis == null ? null : List.copyOf(axis);
    }

    /// Keras's defaults.
    public Tversky() {
        this(0.5, 0.5, Reduction.SUM_OVER_BATCH_SIZE, "tversky", null);
    }

    public Tversky(double alpha) {
        this(alpha, 0.5, Reduction.SUM_OVER_BATCH_SIZE, "tversky", null);
    }

    public Tversky withAlpha(double alpha) {
        return new Tversky(alpha, beta, reduction, name, axis);
    }

    public Tversky withBeta(double beta) {
        return new Tversky(alpha, beta, reduction, name, axis);
    }

    public Tversky withReduction(Reduction reduction) {
        return new Tversky(alpha, beta, reduction, name, axis);
    }

    public Tversky withName(String name) {
        return new Tversky(alpha, beta, reduction, name, axis);
    }

    public Tversky withAxis(@Nullable List<Integer> axis) {
        return new Tversky(alpha, beta, reduction, name, axis);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        int[] axes = Overlap.axes(axis);
        Tensor both = yTrue.times(yPred).sum(axes);
        Tensor missed = yTrue.times(yPred.subtractedFrom(1)).sum(axes);
        Tensor extra = yTrue.subtractedFrom(1).times(yPred).sum(axes);
        Tensor all =
                both.plus(missed.times(alpha)).plus(extra.times(beta)).plus(Probabilities.SMALLEST);
        return both.dividedBy(all).subtractedFrom(1);
    }
}
