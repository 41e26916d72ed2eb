package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of minus the logarithm of the right answer's probability, 0 is best.
///
/// Equal to `keras.metrics.BinaryCrossentropy`.
///
/// @param name as it appears in history, charts and files
/// @param fromLogits whether predictions are numbers before the sigmoid instead of probabilities
/// @param labelSmoothing share of each label that is spread over all classes, 0 to 1
@Doc("mean of minus the logarithm of the right answer's probability, 0 is best")
public record BinaryCrossentropy(
        @Doc("as it appears in history, charts and files") String name,
        @Doc(
                        value =
                                "whether predictions are numbers before the sigmoid instead of probabilities",
                        example = "true")
                boolean fromLogits,
        @Doc(value = "share of each label that is spread over all classes, 0 to 1", example = "0.1")
                double labelSmoothing)
        implements MeanMetric {
    /// Keras's defaults.
    public BinaryCrossentropy() {
        this("binary_crossentropy", false, 0.0);
    }

    public BinaryCrossentropy(String name) {
        this(name, false, 0.0);
    }

    public BinaryCrossentropy withName(String name) {
        return new BinaryCrossentropy(name, fromLogits, labelSmoothing);
    }

    public BinaryCrossentropy withFromLogits(boolean fromLogits) {
        return new BinaryCrossentropy(name, fromLogits, labelSmoothing);
    }

    public BinaryCrossentropy withLabelSmoothing(double labelSmoothing) {
        return new BinaryCrossentropy(name, fromLogits, labelSmoothing);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.BinaryCrossentropy(fromLogits)
                .withLabelSmoothing(labelSmoothing)
                .perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
