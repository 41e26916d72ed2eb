package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// One of several classes where easy rows are many: crossentropy times `alpha (1 - p)^gamma`; one-hot
/// labels.
///
/// Source: Lin et al. 2017, https://arxiv.org/abs/1708.02002. Equal to
/// `keras.losses.CategoricalFocalCrossentropy`.
///
/// @param alpha weight of all classes, 0 to 1
/// @param gamma how much easy answers are discounted, 0 or more
/// @param fromLogits whether predictions are numbers before the softmax instead of probabilities
/// @param labelSmoothing share of each label that is spread over all classes, 0 to 1
/// @param axis axis of the classes
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        value =
                "one of several classes where easy rows are many: crossentropy times `alpha (1 - p)^gamma`; one-hot labels",
        example = "categorical_focal_crossentropy(gamma=2)")
public record CategoricalFocalCrossentropy(
        @Doc(value = "weight of all classes, 0 to 1", example = "0.5") double alpha,
        @Doc(value = "how much easy answers are discounted, 0 or more", example = "1.5")
                double gamma,
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
    public CategoricalFocalCrossentropy {
        Labels.share("label_smoothing", labelSmoothing);
    }

    /// Keras's defaults.
    public CategoricalFocalCrossentropy() {
        this(
                0.25,
                2.0,
                false,
                0.0,
                -1,
                Reduction.SUM_OVER_BATCH_SIZE,
                "categorical_focal_crossentropy");
    }

    public CategoricalFocalCrossentropy(double alpha) {
        this(
                alpha,
                2.0,
                false,
                0.0,
                -1,
                Reduction.SUM_OVER_BATCH_SIZE,
                "categorical_focal_crossentropy");
    }

    public CategoricalFocalCrossentropy withAlpha(double alpha) {
        return new CategoricalFocalCrossentropy(
                alpha, gamma, fromLogits, labelSmoothing, axis, reduction, name);
    }

    public CategoricalFocalCrossentropy withGamma(double gamma) {
        return new CategoricalFocalCrossentropy(
                alpha, gamma, fromLogits, labelSmoothing, axis, reduction, name);
    }

    public CategoricalFocalCrossentropy withFromLogits(boolean fromLogits) {
        return new CategoricalFocalCrossentropy(
                alpha, gamma, fromLogits, labelSmoothing, axis, reduction, name);
    }

    public CategoricalFocalCrossentropy withLabelSmoothing(double labelSmoothing) {
        return new CategoricalFocalCrossentropy(
                alpha, gamma, fromLogits, labelSmoothing, axis, reduction, name);
    }

    public CategoricalFocalCrossentropy withAxis(int axis) {
        return new CategoricalFocalCrossentropy(
                alpha, gamma, fromLogits, labelSmoothing, axis, reduction, name);
    }

    public CategoricalFocalCrossentropy withReduction(Reduction reduction) {
        return new CategoricalFocalCrossentropy(
                alpha, gamma, fromLogits, labelSmoothing, axis, reduction, name);
    }

    public CategoricalFocalCrossentropy withName(String name) {
        return new CategoricalFocalCrossentropy(
                alpha, gamma, fromLogits, labelSmoothing, axis, reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Labels.sameShape(name, yTrue, yPred);
        Tensor y = Labels.smoothed(yTrue, labelSmoothing, yTrue.shape().last());
        Tensor probabilities = fromLogits ? yPred.softmax(axis) : yPred;
        Tensor p = Probabilities.clipped(Probabilities.normalised(probabilities, axis));
        Tensor crossentropy = y.times(p.log()).negate();
        return Probabilities.discount(p, gamma).times(alpha).times(crossentropy).sum(axis);
    }
}
