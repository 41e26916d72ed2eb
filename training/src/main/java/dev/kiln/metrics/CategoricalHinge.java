package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of `max(best wrong - right + 1, 0)`, 0 is best; one-hot labels.
///
/// Equal to `keras.metrics.CategoricalHinge`.
///
/// @param name as it appears in history, charts and files
@Doc("mean of `max(best wrong - right + 1, 0)`, 0 is best; one-hot labels")
public record CategoricalHinge(@Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// Keras's defaults.
    public CategoricalHinge() {
        this("categorical_hinge");
    }

    public CategoricalHinge withName(String name) {
        return new CategoricalHinge(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.CategoricalHinge().perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
