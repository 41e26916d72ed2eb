package dev.kiln.losses;

import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// How the values of a batch become one.
public enum Reduction {
    /// The sum divided by how many values there are; weights do not change the divisor.
    SUM_OVER_BATCH_SIZE,
    /// The sum.
    SUM,
    /// The same as [#SUM_OVER_BATCH_SIZE].
    MEAN,
    /// The sum divided by the sum of the weights.
    MEAN_WITH_SAMPLE_WEIGHT,
    /// The values as they are.
    NONE;

    /// Weighs and reduces. Divided by nothing, the value is 0.
    ///
    /// With a mask, the means divide by how many values are not masked (and still not by the weights).
    public Tensor apply(Tensor values, @Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        Tensor weight =
                weight(sampleWeight, mask == null ? null : Weights.filled(mask, values.rank()));
        if (weight != null) {
            values = Weights.weighed(values, weight);
        }
        if (this == NONE || values.rank() == 0) {
            return values;
        }
        Tensor total = values.sum();
        return switch (this) {
            case NONE, SUM -> total;
            case SUM_OVER_BATCH_SIZE, MEAN -> total.dividedBy(Math.max(values.shape().size(), 1));
            case MEAN_WITH_SAMPLE_WEIGHT ->
                    weight == null
                            ? total.dividedBy(Math.max(values.shape().size(), 1))
                            : total.dividedByOrZero(weight.sum());
        };
    }

    private @Nullable Tensor weight(@Nullable Tensor sampleWeight, @Nullable Tensor mask) {
        if (mask == null) {
            return sampleWeight;
        }
        return switch (this) {
            // All values are divided by later: what is left in the mask is scaled up to that
            // number.
            case SUM_OVER_BATCH_SIZE, MEAN -> {
                Tensor scale =
                        mask.graph().constant(mask.shape().size()).dividedByOrZero(mask.sum());
                yield both(sampleWeight, mask.times(scale));
            }
            case SUM, MEAN_WITH_SAMPLE_WEIGHT, NONE -> both(sampleWeight, mask);
        };
    }

    private static Tensor both(@Nullable Tensor sampleWeight, Tensor mask) {
        return sampleWeight == null ? mask : Weights.weighed(mask, sampleWeight);
    }
}
