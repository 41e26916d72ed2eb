package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// Yes/no answers where easy ones are many: crossentropy times `(1 - probability of the right
/// answer)^gamma`.
///
/// Source: Lin et al. 2017, https://arxiv.org/abs/1708.02002. Equal to
/// `keras.losses.BinaryFocalCrossentropy`.
///
/// @param applyClassBalancing whether yes weighs alpha and no 1 - alpha
/// @param alpha weight of yes where classes are balanced, 0 to 1
/// @param gamma how much easy answers are discounted, 0 or more
/// @param fromLogits whether predictions are numbers before the sigmoid instead of probabilities
/// @param labelSmoothing share by which labels move towards 0.5, 0 to 1
/// @param axis axis over which the mean is taken
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        value =
                "yes/no answers where easy ones are many: crossentropy times `(1 - probability of the right answer)^gamma`",
        example = "binary_focal_crossentropy(gamma=2)")
public record BinaryFocalCrossentropy(
        @Doc(value = "whether yes weighs alpha and no 1 - alpha", example = "true")
                boolean applyClassBalancing,
        @Doc(value = "weight of yes where classes are balanced, 0 to 1", example = "0.75")
                double alpha,
        @Doc(value = "how much easy answers are discounted, 0 or more", example = "1.5")
                double gamma,
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
    public BinaryFocalCrossentropy {
        Labels.share("label_smoothing", labelSmoothing);
    }

    /// Keras's defaults.
    public BinaryFocalCrossentropy() {
        this(
                false,
                0.25,
                2.0,
                false,
                0.0,
                -1,
                Reduction.SUM_OVER_BATCH_SIZE,
                "binary_focal_crossentropy");
    }

    public BinaryFocalCrossentropy(boolean applyClassBalancing) {
        this(
                applyClassBalancing,
                0.25,
                2.0,
                false,
                0.0,
                -1,
                Reduction.SUM_OVER_BATCH_SIZE,
                "binary_focal_crossentropy");
    }

    public BinaryFocalCrossentropy withApplyClassBalancing(boolean applyClassBalancing) {
        return new BinaryFocalCrossentropy(
                applyClassBalancing,
                alpha,
                gamma,
                fromLogits,
                labelSmoothing,
                axis,
                reduction,
                name);
    }

    public BinaryFocalCrossentropy withAlpha(double alpha) {
        return new BinaryFocalCrossentropy(
                applyClassBalancing,
                alpha,
                gamma,
                fromLogits,
                labelSmoothing,
                axis,
                reduction,
                name);
    }

    public BinaryFocalCrossentropy withGamma(double gamma) {
        return new BinaryFocalCrossentropy(
                applyClassBalancing,
                alpha,
                gamma,
                fromLogits,
                labelSmoothing,
                axis,
                reduction,
                name);
    }

    public BinaryFocalCrossentropy withFromLogits(boolean fromLogits) {
        return new BinaryFocalCrossentropy(
                applyClassBalancing,
                alpha,
                gamma,
                fromLogits,
                labelSmoothing,
                axis,
                reduction,
                name);
    }

    public BinaryFocalCrossentropy withLabelSmoothing(double labelSmoothing) {
        return new BinaryFocalCrossentropy(
                applyClassBalancing,
                alpha,
                gamma,
                fromLogits,
                labelSmoothing,
                axis,
                reduction,
                name);
    }

    public BinaryFocalCrossentropy withAxis(int axis) {
        return new BinaryFocalCrossentropy(
                applyClassBalancing,
                alpha,
                gamma,
                fromLogits,
                labelSmoothing,
                axis,
                reduction,
                name);
    }

    public BinaryFocalCrossentropy withReduction(Reduction reduction) {
        return new BinaryFocalCrossentropy(
                applyClassBalancing,
                alpha,
                gamma,
                fromLogits,
                labelSmoothing,
                axis,
                reduction,
                name);
    }

    public BinaryFocalCrossentropy withName(String name) {
        return new BinaryFocalCrossentropy(
                applyClassBalancing,
                alpha,
                gamma,
                fromLogits,
                labelSmoothing,
                axis,
                reduction,
                name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Labels.sameShape(name, yTrue, yPred);
        Tensor y = Labels.smoothed(yTrue, labelSmoothing, 2);
        Tensor probability = fromLogits ? yPred.sigmoid() : yPred;
        Tensor crossentropy = Probabilities.binaryCrossentropy(y, yPred, fromLogits);
        Tensor right =
                y.times(probability).plus(y.subtractedFrom(1).times(probability.subtractedFrom(1)));
        Tensor focal = Probabilities.discount(right, gamma).times(crossentropy);
        if (applyClassBalancing) {
            focal = y.times(alpha).plus(y.subtractedFrom(1).times(1 - alpha)).times(focal);
        }
        return focal.mean(axis);
    }
}
