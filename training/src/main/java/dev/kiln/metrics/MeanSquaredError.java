package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of the squared differences, 0 is best.
///
/// Equal to `keras.metrics.MeanSquaredError`.
///
/// @param name as it appears in history, charts and files
@Doc("mean of the squared differences, 0 is best")
public record MeanSquaredError(@Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// Keras's defaults.
    public MeanSquaredError() {
        this("mean_squared_error");
    }

    public MeanSquaredError withName(String name) {
        return new MeanSquaredError(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.MeanSquaredError().perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
