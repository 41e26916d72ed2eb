package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.SameRank;
import dev.kiln.losses.Weights;

import org.jspecify.annotations.Nullable;

/// Mean of minus the logarithm of the right class' probability, 0 is best; labels are class numbers.
///
/// Equal to `keras.metrics.SparseCategoricalCrossentropy`.
///
/// @param name as it appears in history, charts and files
/// @param fromLogits whether predictions are numbers before the softmax instead of probabilities
/// @param ignoreClass class number of rows whose value is 0; none without it
/// @param axis axis of the classes: the last one
@Doc(
        "mean of minus the logarithm of the right class' probability, 0 is best; labels are class numbers")
public record SparseCategoricalCrossentropy(
        @Doc("as it appears in history, charts and files") String name,
        @Doc(
                        value =
                                "whether predictions are numbers before the softmax instead of probabilities",
                        example = "true")
                boolean fromLogits,
        @Doc(value = "class number of rows whose value is 0; none without it", example = "255")
                @Nullable Integer ignoreClass,
        @Doc("axis of the classes: the last one") int axis)
        implements MeanMetric {
    /// Keras's defaults.
    public SparseCategoricalCrossentropy() {
        this("sparse_categorical_crossentropy", false, null, -1);
    }

    public SparseCategoricalCrossentropy(String name) {
        this(name, false, null, -1);
    }

    public SparseCategoricalCrossentropy withName(String name) {
        return new SparseCategoricalCrossentropy(name, fromLogits, ignoreClass, axis);
    }

    public SparseCategoricalCrossentropy withFromLogits(boolean fromLogits) {
        return new SparseCategoricalCrossentropy(name, fromLogits, ignoreClass, axis);
    }

    public SparseCategoricalCrossentropy withIgnoreClass(@Nullable Integer ignoreClass) {
        return new SparseCategoricalCrossentropy(name, fromLogits, ignoreClass, axis);
    }

    public SparseCategoricalCrossentropy withAxis(int axis) {
        return new SparseCategoricalCrossentropy(name, fromLogits, ignoreClass, axis);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return loss().perSample(yTrue, yPred);
    }

    /// Ignored rows are left out of the divisor only where there are weights, as in Keras.
    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        var aligned = SameRank.of(yTrue, yPred);
        Tensor values = values(aligned.first(), aligned.second());
        Tensor counted = weight == null ? null : loss().counted(aligned.first(), values);
        Mean.accumulate(state, values, Weights.both(weight, counted));
    }

    private dev.kiln.losses.SparseCategoricalCrossentropy loss() {
        return new dev.kiln.losses.SparseCategoricalCrossentropy(fromLogits)
                .withIgnoreClass(ignoreClass)
                .withAxis(axis);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
