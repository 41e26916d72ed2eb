package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// How far predicted distributions are from the labelled ones, 0 is best.
///
/// Equal to `keras.metrics.KLDivergence`.
///
/// @param name as it appears in history, charts and files
@Doc("how far predicted distributions are from the labelled ones, 0 is best")
public record KLDivergence(@Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// Keras's defaults.
    public KLDivergence() {
        this("kl_divergence");
    }

    public KLDivergence withName(String name) {
        return new KLDivergence(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.KLDivergence().perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
