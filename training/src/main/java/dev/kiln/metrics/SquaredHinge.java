package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of `max(1 - y p, 0)^2`, 0 is best; labels -1 and 1.
///
/// Equal to `keras.metrics.SquaredHinge`.
///
/// @param name as it appears in history, charts and files
@Doc("mean of `max(1 - y p, 0)^2`, 0 is best; labels -1 and 1")
public record SquaredHinge(@Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// Keras's defaults.
    public SquaredHinge() {
        this("squared_hinge");
    }

    public SquaredHinge withName(String name) {
        return new SquaredHinge(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.SquaredHinge().perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
