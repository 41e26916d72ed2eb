package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of `p - y log(p + 1e-7)`: counts, smaller is better.
///
/// Equal to `keras.metrics.Poisson`.
///
/// @param name as it appears in history, charts and files
@Doc("mean of `p - y log(p + 1e-7)`: counts, smaller is better")
public record Poisson(@Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// Keras's defaults.
    public Poisson() {
        this("poisson");
    }

    public Poisson withName(String name) {
        return new Poisson(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.Poisson().perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
