package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean of minus the logarithm of the right class' probability, 0 is best; one-hot labels.
///
/// Equal to `keras.metrics.CategoricalCrossentropy`.
///
/// @param name as it appears in history, charts and files
/// @param fromLogits whether predictions are numbers before the softmax instead of probabilities
/// @param labelSmoothing share of each label that is spread over all classes, 0 to 1
/// @param axis axis of the classes
@Doc("mean of minus the logarithm of the right class' probability, 0 is best; one-hot labels")
public record CategoricalCrossentropy(
        @Doc("as it appears in history, charts and files") String name,
        @Doc(
                        value =
                                "whether predictions are numbers before the softmax instead of probabilities",
                        example = "true")
                boolean fromLogits,
        @Doc(value = "share of each label that is spread over all classes, 0 to 1", example = "0.1")
                double labelSmoothing,
        @Doc("axis of the classes") int axis)
        implements MeanMetric {
    /// Keras's defaults.
    public CategoricalCrossentropy() {
        this("categorical_crossentropy", false, 0.0, -1);
    }

    public CategoricalCrossentropy(String name) {
        this(name, false, 0.0, -1);
    }

    public CategoricalCrossentropy withName(String name) {
        return new CategoricalCrossentropy(name, fromLogits, labelSmoothing, axis);
    }

    public CategoricalCrossentropy withFromLogits(boolean fromLogits) {
        return new CategoricalCrossentropy(name, fromLogits, labelSmoothing, axis);
    }

    public CategoricalCrossentropy withLabelSmoothing(double labelSmoothing) {
        return new CategoricalCrossentropy(name, fromLogits, labelSmoothing, axis);
    }

    public CategoricalCrossentropy withAxis(int axis) {
        return new CategoricalCrossentropy(name, fromLogits, labelSmoothing, axis);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return new dev.kiln.losses.CategoricalCrossentropy(fromLogits)
                .withLabelSmoothing(labelSmoothing)
                .withAxis(axis)
                .perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
