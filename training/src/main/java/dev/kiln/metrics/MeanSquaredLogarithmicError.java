package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of the squared differences of `log(1 + x)`, 0 is best.
///
/// Equal to `keras.metrics.MeanSquaredLogarithmicError`.
///
/// @param name as it appears in history, charts and files
@Doc("mean of the squared differences of `log(1 + x)`, 0 is best")
public record MeanSquaredLogarithmicError(
        @Doc("as it appears in history, charts and files") String name) implements MeanMetric {
    /// Keras's defaults.
    public MeanSquaredLogarithmicError() {
        this("mean_squared_logarithmic_error");
    }

    public MeanSquaredLogarithmicError withName(String name) {
        return new MeanSquaredLogarithmicError(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.MeanSquaredLogarithmicError().perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
