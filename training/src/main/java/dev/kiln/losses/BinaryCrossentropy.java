package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// Yes/no answers, one sigmoid each: minus the logarithm of the probability of the right answer.
///
/// Mean over `axis`. Probabilities are clipped to [1e-7, 1 - 1e-7]. Equal to
/// `keras.losses.BinaryCrossentropy`.
///
/// @param fromLogits whether predictions are numbers before the sigmoid instead of probabilities
/// @param labelSmoothing share by which labels move towards 0.5, 0 to 1
/// @param axis axis over which the mean is taken
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        value =
                "yes/no answers, one sigmoid each: minus the logarithm of the probability of the right answer",
        example = "binary_crossentropy(label_smoothing=0.1)")
public record BinaryCrossentropy(
        @Doc(
                        value =
                                "whether predictions are numbers before the sigmoid instead of probabilities",
                        example = "true")
                boolean fromLogits,
        @Doc(value = "share by which labels move towards 0.5, 0 to 1", example = "0.1")
                double labelSmoothing,
        @Doc("axis over which the mean is taken") int axis,
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// @throws UserError where `labelSmoothing` is outside [0, 1]
    public BinaryCrossentropy {
        Labels.share("label_smoothing", labelSmoothing);
    }

    /// Keras's defaults.
    public BinaryCrossentropy() {
        this(false, 0.0, -1, Reduction.SUM_OVER_BATCH_SIZE, "binary_crossentropy");
    }

    public BinaryCrossentropy(boolean fromLogits) {
        this(fromLogits, 0.0, -1, Reduction.SUM_OVER_BATCH_SIZE, "binary_crossentropy");
    }

    public BinaryCrossentropy withFromLogits(boolean fromLogits) {
        return new BinaryCrossentropy(fromLogits, labelSmoothing, axis, reduction, name);
    }

    public BinaryCrossentropy withLabelSmoothing(double labelSmoothing) {
        return new BinaryCrossentropy(fromLogits, labelSmoothing, axis, reduction, name);
    }

    public BinaryCrossentropy withAxis(int axis) {
        return new BinaryCrossentropy(fromLogits, labelSmoothing, axis, reduction, name);
    }

    public BinaryCrossentropy withReduction(Reduction reduction) {
        return new BinaryCrossentropy(fromLogits, labelSmoothing, axis, reduction, name);
    }

    public BinaryCrossentropy withName(String name) {
        return new BinaryCrossentropy(fromLogits, labelSmoothing, axis, reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Labels.sameShape(name, yTrue, yPred);
        Tensor smoothed = Labels.smoothed(yTrue, labelSmoothing, 2);
        return Probabilities.binaryCrossentropy(smoothed, yPred, fromLogits).mean(axis);
    }
}
