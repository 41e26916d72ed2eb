package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Share of numbers that are exactly right, 0 to 1.
///
/// Compares each number by itself; for probabilities `"accuracy"` by name picks the accuracy that fits.
/// Equal to `keras.metrics.Accuracy`.
///
/// @param name as it appears in history, charts and files
@Doc("share of numbers that are exactly right, 0 to 1")
public record Accuracy(@Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// Keras's defaults.
    public Accuracy() {
        this("accuracy");
    }

    public Accuracy withName(String name) {
        return new Accuracy(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return yTrue.equalTo(yPred);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
