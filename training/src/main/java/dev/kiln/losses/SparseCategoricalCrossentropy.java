package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// One of several classes, labels are class numbers: minus the logarithm of the right class' probability.
///
/// Class numbers are `[n]` or `[n, 1]`, from 0; a fraction is cut off. Predictions are clipped to [1e-7, 1
/// - 1e-7], then rescaled to sum 1. Gives the number that [CategoricalCrossentropy] gives for the same
/// classes one-hot. Equal to `keras.losses.SparseCategoricalCrossentropy`.
///
/// @param fromLogits whether predictions are numbers before the softmax instead of probabilities
/// @param ignoreClass class number of rows that do not count; none without it
/// @param reduction how the values of a batch become one
/// @param axis axis of the classes: the last one
/// @param name as it appears in cards and files
@Doc(
        value =
                "one of several classes, labels are class numbers: minus the logarithm of the right class' probability",
        example = "sparse_categorical_crossentropy(from_logits=true)")
public record SparseCategoricalCrossentropy(
        @Doc(
                        value =
                                "whether predictions are numbers before the softmax instead of probabilities",
                        example = "true")
                boolean fromLogits,
        @Doc(value = "class number of rows that do not count; none without it", example = "255")
                @Nullable Integer ignoreClass,
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("axis of the classes: the last one") int axis,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public SparseCategoricalCrossentropy() {
        this(false, null, Reduction.SUM_OVER_BATCH_SIZE, -1, "sparse_categorical_crossentropy");
    }

    public SparseCategoricalCrossentropy(boolean fromLogits) {
        this(
                fromLogits,
                null,
                Reduction.SUM_OVER_BATCH_SIZE,
                -1,
                "sparse_categorical_crossentropy");
    }

    public SparseCategoricalCrossentropy withFromLogits(boolean fromLogits) {
        return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, reduction, axis, name);
    }

    public SparseCategoricalCrossentropy withIgnoreClass(@Nullable Integer ignoreClass) {
        return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, reduction, axis, name);
    }

    public SparseCategoricalCrossentropy withReduction(Reduction reduction) {
        return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, reduction, axis, name);
    }

    public SparseCategoricalCrossentropy withAxis(int axis) {
        return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, reduction, axis, name);
    }

    public SparseCategoricalCrossentropy withName(String name) {
        return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, reduction, axis, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        int classAxis = yPred.shape().axis(axis);
        if (classAxis != yPred.rank() - 1) {
            throw new UserError(
                    "axis="
                            + axis
                            + " is not the last axis of the predictions, "
                            + yPred.shape()
                            + ".",
                    "Leave axis at -1, and swap the axes with a permute layer where the classes are not last.");
        }
        Tensor labels = Labels.besideClasses(yTrue, yPred);
        Tensor counted = counts(labels);
        Tensor logits = fromLogits ? yPred : Probabilities.clipped(yPred).log();
        Tensor right = Labels.classNumbers(labels).oneHot(yPred.shape().last());
        // A class number that does not exist selects nothing, and the row's value is 0.
        Tensor values = right.select(logits.logSoftmax(-1), 0).sum(-1).negate();
        return counted == null ? values : counted.select(values, 0);
    }

    @Override
    public @Nullable Tensor counted(Tensor yTrue, Tensor perSample) {
        Tensor counted = counts(yTrue);
        return counted == null ? null : counted.reshape(perSample.shape());
    }

    private @Nullable Tensor counts(Tensor labels) {
        return ignoreClass == null ? null : labels.equalTo(ignoreClass).not();
    }
}
