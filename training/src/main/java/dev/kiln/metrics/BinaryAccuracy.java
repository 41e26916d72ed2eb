package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Share of yes/no answers that are right, 0 to 1; yes is a prediction above the threshold.
///
/// A prediction at the threshold is a no. Equal to `keras.metrics.BinaryAccuracy`.
///
/// @param name as it appears in history, charts and files
/// @param threshold predictions above it are a yes, 0 to 1
@Doc(
        value =
                "share of yes/no answers that are right, 0 to 1; yes is a prediction above the threshold",
        example = "binary_accuracy(threshold=0.3)")
public record BinaryAccuracy(
        @Doc("as it appears in history, charts and files") String name,
        @Doc(value = "predictions above it are a yes, 0 to 1", example = "0.3") double threshold)
        implements MeanMetric {
    /// Keras's defaults.
    public BinaryAccuracy() {
        this("binary_accuracy", 0.5);
    }

    public BinaryAccuracy(String name) {
        this(name, 0.5);
    }

    public BinaryAccuracy withName(String name) {
        return new BinaryAccuracy(name, threshold);
    }

    public BinaryAccuracy withThreshold(double threshold) {
        return new BinaryAccuracy(name, threshold);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return yTrue.equalTo(yPred.greater((float) threshold));
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
