package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean cosine of the angle between label and prediction: 1 is the same direction.
///
/// The loss of that name has the other sign. Equal to `keras.metrics.CosineSimilarity`.
///
/// @param name as it appears in history, charts and files
/// @param axis axis along which the vectors lie
@Doc("mean cosine of the angle between label and prediction: 1 is the same direction")
public record CosineSimilarity(
        @Doc("as it appears in history, charts and files") String name,
        @Doc("axis along which the vectors lie") int axis)
        implements MeanMetric {
    /// Keras's defaults.
    public CosineSimilarity() {
        this("cosine_similarity", -1);
    }

    public CosineSimilarity(String name) {
        this(name, -1);
    }

    public CosineSimilarity withName(String name) {
        return new CosineSimilarity(name, axis);
    }

    public CosineSimilarity withAxis(int axis) {
        return new CosineSimilarity(name, axis);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return dev.kiln.losses.CosineSimilarity.cosine(yTrue, yPred, axis);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
