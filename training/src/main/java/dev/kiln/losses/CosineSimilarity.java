package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Minus the cosine of the angle between label and prediction: -1 is the same direction, 0 a right angle.
///
/// Equal to `keras.losses.CosineSimilarity`. The metric of that name has the other sign.
///
/// @param axis axis along which the vectors lie
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        "minus the cosine of the angle between label and prediction: -1 is the same direction, 0 a right angle")
public record CosineSimilarity(
        @Doc("axis along which the vectors lie") int axis,
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public CosineSimilarity() {
        this(-1, Reduction.SUM_OVER_BATCH_SIZE, "cosine_similarity");
    }

    public CosineSimilarity(int axis) {
        this(axis, Reduction.SUM_OVER_BATCH_SIZE, "cosine_similarity");
    }

    public CosineSimilarity withAxis(int axis) {
        return new CosineSimilarity(axis, reduction, name);
    }

    public CosineSimilarity withReduction(Reduction reduction) {
        return new CosineSimilarity(axis, reduction, name);
    }

    public CosineSimilarity withName(String name) {
        return new CosineSimilarity(axis, reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        return cosine(yTrue, yPred, axis).negate();
    }

    /// The cosine of the angle between two vectors along an axis; 0 beside a vector of length 0.
    public static Tensor cosine(Tensor x, Tensor y, int axis) {
        return direction(x, axis).times(direction(y, axis)).sum(axis);
    }

    private static Tensor direction(Tensor vector, int axis) {
        // Lengths below 1e-7 count as that length: a zero vector stays one.
        return vector.dividedBy(vector.square().sumKept(axis).maximum(1e-14).sqrt());
    }
}
