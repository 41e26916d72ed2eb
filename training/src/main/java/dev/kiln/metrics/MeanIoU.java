package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.stream.IntStream;

/// Overlap of labelled and predicted regions, the mean of the classes that occur, 0 to 1.
///
/// The overlap of a class is `right / (labelled + predicted - right)`. Weights are cut to whole numbers, as
/// in Keras. Equal to `keras.metrics.MeanIoU`.
///
/// @param numClasses how many classes there are, from 0
/// @param name as it appears in history, charts and files
/// @param ignoreClass class number of entries that do not count; none without it
/// @param sparseYTrue whether labels are class numbers instead of one-hot
/// @param sparseYPred whether predictions are class numbers instead of one number a class
/// @param axis axis of the classes where they are not class numbers
@Doc(
        value =
                "overlap of labelled and predicted regions, the mean of the classes that occur, 0 to 1",
        example = "mean_iou(3)")
public record MeanIoU(
        @Doc(value = "how many classes there are, from 0", example = "3") int numClasses,
        @Doc("as it appears in history, charts and files") String name,
        @Doc(value = "class number of entries that do not count; none without it", example = "255")
                @Nullable Integer ignoreClass,
        @Doc(value = "whether labels are class numbers instead of one-hot", example = "false")
                boolean sparseYTrue,
        @Doc(
                        value =
                                "whether predictions are class numbers instead of one number a class",
                        example = "false")
                boolean sparseYPred,
        @Doc("axis of the classes where they are not class numbers") int axis)
        implements Metric {
    /// Keras's defaults.
    public MeanIoU(int numClasses) {
        this(numClasses, "mean_io_u", null, true, true, -1);
    }

    public MeanIoU withNumClasses(int numClasses) {
        return new MeanIoU(numClasses, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public MeanIoU withName(String name) {
        return new MeanIoU(numClasses, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public MeanIoU withIgnoreClass(@Nullable Integer ignoreClass) {
        return new MeanIoU(numClasses, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public MeanIoU withSparseYTrue(boolean sparseYTrue) {
        return new MeanIoU(numClasses, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public MeanIoU withSparseYPred(boolean sparseYPred) {
        return new MeanIoU(numClasses, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public MeanIoU withAxis(int axis) {
        return new MeanIoU(numClasses, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        Regions.of(
                        sparseYTrue ? yTrue : yTrue.argMax(axis),
                        sparseYPred ? yPred : yPred.argMax(axis),
                        ignoreClass)
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
