package dev.kiln.metrics;

import dev.kiln.graph.Tensor;
import dev.kiln.losses.SameRank;

import org.jspecify.annotations.Nullable;

/// A metric that is the mean of values which each sample has for itself.
public interface MeanMetric extends Metric {
    /// One value a sample, `[n, …]`.
    ///
    /// @param yTrue labels, of the predictions' rank where that is only a matter of an axis of size 1
    Tensor values(Tensor yTrue, Tensor yPred);

    @Override
    default void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        var aligned = SameRank.of(yTrue, yPred);
        Mean.accumulate(state, values(aligned.first(), aligned.second()), weight);
    }

    @Override
    default Tensor result(State state) {
        return Mean.of(state);
    }
}
