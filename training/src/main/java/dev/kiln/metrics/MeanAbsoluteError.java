package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of the absolute differences, in the unit of the target, 0 is best.
///
/// Equal to `keras.metrics.MeanAbsoluteError`.
///
/// @param name as it appears in history, charts and files
@Doc("mean of the absolute differences, in the unit of the target, 0 is best")
public record MeanAbsoluteError(@Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// Keras's defaults.
    public MeanAbsoluteError() {
        this("mean_absolute_error");
    }

    public MeanAbsoluteError withName(String name) {
        return new MeanAbsoluteError(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.MeanAbsoluteError().perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
