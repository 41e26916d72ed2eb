package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.LogCosh;

/// Mean of `log(cosh(p - y))`, 0 is best.
///
/// Equal to `keras.metrics.LogCoshError`.
///
/// @param name as it appears in history, charts and files
@Doc("mean of `log(cosh(p - y))`, 0 is best")
public record LogCoshError(@Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// Keras's defaults.
    public LogCoshError() {
        this("logcosh");
    }

    public LogCoshError withName(String name) {
        return new LogCoshError(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new LogCosh().perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
