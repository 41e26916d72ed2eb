package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of the absolute differences in percent of the label, 0 is best.
///
/// Equal to `keras.metrics.MeanAbsolutePercentageError`.
///
/// @param name as it appears in history, charts and files
@Doc("mean of the absolute differences in percent of the label, 0 is best")
public record MeanAbsolutePercentageError(
        @Doc("as it appears in history, charts and files") String name) implements MeanMetric {
    /// Keras's defaults.
    public MeanAbsolutePercentageError() {
        this("mean_absolute_percentage_error");
    }

    public MeanAbsolutePercentageError withName(String name) {
        return new MeanAbsolutePercentageError(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.MeanAbsolutePercentageError().perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
