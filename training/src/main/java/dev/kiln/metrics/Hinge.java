package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of `max(1 - y p, 0)`, 0 is best; labels -1 and 1.
///
/// Equal to `keras.metrics.Hinge`.
///
/// @param name as it appears in history, charts and files
@Doc("mean of `max(1 - y p, 0)`, 0 is best; labels -1 and 1")
public record Hinge(@Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// Keras's defaults.
    public Hinge() {
        this("hinge");
    }

    public Hinge withName(String name) {
        return new Hinge(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.Hinge().perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
