package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.stream.IntStream;

/// Overlap of labelled and predicted regions, the mean of the classes that occur, 0 to 1; one-hot labels.
///
/// The overlap of a class is `right / (labelled + predicted - right)`. Weights are cut to whole numbers, as
/// in Keras. Equal to `keras.metrics.OneHotMeanIoU`.
///
/// @param numClasses how many classes there are, from 0
/// @param name as it appears in history, charts and files
/// @param ignoreClass class number of entries that do not count; none without it
/// @param sparseYPred whether predictions are class numbers instead of one number a class
/// @param axis axis of the classes where they are not class numbers
@Doc(
        value =
                "overlap of labelled and predicted regions, the mean of the classes that occur, 0 to 1; one-hot labels",
        example = "one_hot_mean_iou(3)")
public record OneHotMeanIoU(
        @Doc(value = "how many classes there are, from 0", example = "3") int numClasses,
        @Doc("as it appears in history, charts and files") String name,
        @Doc(value = "class number of entries that do not count; none without it", example = "255")
                @Nullable Integer ignoreClass,
        @Doc(
                        value =
                                "whether predictions are class numbers instead of one number a class",
                        example = "false")
                boolean sparseYPred,
        @Doc("axis of the classes where they are not class numbers") int axis)
        implements Metric {
    /// Keras's defaults.
    public OneHotMeanIoU(int numClasses) {
        this(numClasses, "one_hot_mean_io_u", null, false, -1);
    }

    public OneHotMeanIoU withNumClasses(int numClasses) {
        return new OneHotMeanIoU(numClasses, name, ignoreClass, sparseYPred, axis);
    }

    public OneHotMeanIoU withName(String name) {
        return new OneHotMeanIoU(numClasses, name, ignoreClass, sparseYPred, axis);
    }

    public OneHotMeanIoU withIgnoreClass(@Nullable Integer ignoreClass) {
        return new OneHotMeanIoU(numClasses, name, ignoreClass, sparseYPred, axis);
    }

    public OneHotMeanIoU withSparseYPred(boolean sparseYPred) {
        return new OneHotMeanIoU(numClasses, name, ignoreClass, sparseYPred, axis);
    }

    public OneHotMeanIoU withAxis(int axis) {
        return new OneHotMeanIoU(numClasses, name, ignoreClass, sparseYPred, axis);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        Regions.of(yTrue.argMax(axis), sparseYPred ? yPred : yPred.argMax(axis), ignoreClass)
                .update(state, numClasses, weight);
    }

    @Override
    public Tensor result(State state) {
        return Regions.read(state, numClasses)
                .overlap(IntStream.range(0, numClasses).boxed().toList());
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
