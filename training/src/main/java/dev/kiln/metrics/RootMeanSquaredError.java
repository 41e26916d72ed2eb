package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.SameRank;

import org.jspecify.annotations.Nullable;

/// Root of the mean squared difference, in the unit of the target, 0 is best.
///
/// The root is taken once, of the mean over all batches. Equal to `keras.metrics.RootMeanSquaredError`.
///
/// @param name as it appears in history, charts and files
@Doc("root of the mean squared difference, in the unit of the target, 0 is best")
public record RootMeanSquaredError(@Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// Keras's defaults.
    public RootMeanSquaredError() {
        this("root_mean_squared_error");
    }

    public RootMeanSquaredError withName(String name) {
        return new RootMeanSquaredError(name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        var aligned = SameRank.of(yTrue, yPred);
        Mean.accumulate(state, aligned.second().minus(aligned.first()).square(), weight);
    }

    @Override
    public Tensor result(State state) {
        return Mean.of(state).sqrt();
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
