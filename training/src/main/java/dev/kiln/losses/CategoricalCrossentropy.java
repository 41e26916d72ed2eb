package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// One of several classes, one-hot labels: minus the logarithm of the right class' probability.
///
/// Predictions are rescaled to sum 1, then clipped to [1e-7, 1 - 1e-7]. Equal to
/// `keras.losses.CategoricalCrossentropy`; for class numbers there is [SparseCategoricalCrossentropy].
///
/// @param fromLogits whether predictions are numbers before the softmax instead of probabilities
/// @param labelSmoothing share of each label that is spread over all classes, 0 to 1
/// @param axis axis of the classes
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        value =
                "one of several classes, one-hot labels: minus the logarithm of the right class' probability",
        example = "categorical_crossentropy(label_smoothing=0.1)")
public record CategoricalCrossentropy(
        @Doc(
                        value =
                                "whether predictions are numbers before the softmax instead of probabilities",
                        example = "true")
                boolean fromLogits,
        @Doc(value = "share of each label that is spread over all classes, 0 to 1", example = "0.1")
                double labelSmoothing,
        @Doc("axis of the classes") int axis,
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// @throws UserError where `labelSmoothing` is outside [0, 1]
    public CategoricalCrossentropy {
        Labels.share("label_smoothing", labelSmoothing);
    }

    /// Keras's defaults.
    public CategoricalCrossentropy() {
        this(false, 0.0, -1, Reduction.SUM_OVER_BATCH_SIZE, "categorical_crossentropy");
    }

    public CategoricalCrossentropy(boolean fromLogits) {
        this(fromLogits, 0.0, -1, Reduction.SUM_OVER_BATCH_SIZE, "categorical_crossentropy");
    }

    public CategoricalCrossentropy withFromLogits(boolean fromLogits) {
        return new CategoricalCrossentropy(fromLogits, labelSmoothing, axis, reduction, name);
    }

    public CategoricalCrossentropy withLabelSmoothing(double labelSmoothing) {
        return new CategoricalCrossentropy(fromLogits, labelSmoothing, axis, reduction, name);
    }

    public CategoricalCrossentropy withAxis(int axis) {
        return new CategoricalCrossentropy(fromLogits, labelSmoothing, axis, reduction, name);
    }

    public CategoricalCrossentropy withReduction(Reduction reduction) {
        return new CategoricalCrossentropy(fromLogits, labelSmoothing, axis, reduction, name);
    }

    public CategoricalCrossentropy withName(String name) {
        return new CategoricalCrossentropy(fromLogits, labelSmoothing, axis, reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Labels.sameShape(name, yTrue, yPred);
        Tensor y = Labels.smoothed(yTrue, labelSmoothing, yTrue.shape().last());
        Tensor logarithms =
                fromLogits
                        ? yPred.logSoftmax(axis)
                        : Probabilities.clipped(Probabilities.normalised(yPred, axis)).log();
        return y.times(logarithms).sum(axis).negate();
    }
}
