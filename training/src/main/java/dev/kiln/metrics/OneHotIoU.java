package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Overlap of labelled and predicted regions, the mean of chosen classes, 0 to 1; one-hot labels.
///
/// The overlap of a class is `right / (labelled + predicted - right)`. Weights are cut to whole numbers, as
/// in Keras. Equal to `keras.metrics.OneHotIoU`.
///
/// @param numClasses how many classes there are, from 0
/// @param targetClassIds classes whose overlap is averaged
/// @param name as it appears in history, charts and files
/// @param ignoreClass class number of entries that do not count; none without it
/// @param sparseYPred whether predictions are class numbers instead of one number a class
/// @param axis axis of the classes where they are not class numbers
@Doc(
        value =
                "overlap of labelled and predicted regions, the mean of chosen classes, 0 to 1; one-hot labels",
        example = "one_hot_iou(3, [0, 2])")
public record OneHotIoU(
        @Doc(value = "how many classes there are, from 0", example = "3") int numClasses,
        @Doc(value = "classes whose overlap is averaged", example = "[0, 1]")
                List<Integer> targetClassIds,
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
    /// @throws UserError where a class is out of range
    public OneHotIoU {
        targetClassIds = Regions.checked(targetClassIds, numClasses);
    }

    /// Keras's defaults.
    public OneHotIoU(int numClasses, List<Integer> targetClassIds) {
        this(numClasses, targetClassIds, "one_hot_io_u", null, false, -1);
    }

    public OneHotIoU withNumClasses(int numClasses) {
        return new OneHotIoU(numClasses, targetClassIds, name, ignoreClass, sparseYPred, axis);
    }

    public OneHotIoU withTargetClassIds(List<Integer> targetClassIds) {
        return new OneHotIoU(numClasses, targetClassIds, name, ignoreClass, sparseYPred, axis);
    }

    public OneHotIoU withName(String name) {
        return new OneHotIoU(numClasses, targetClassIds, name, ignoreClass, sparseYPred, axis);
    }

    public OneHotIoU withIgnoreClass(@Nullable Integer ignoreClass) {
        return new OneHotIoU(numClasses, targetClassIds, name, ignoreClass, sparseYPred, axis);
    }

    public OneHotIoU withSparseYPred(boolean sparseYPred) {
        return new OneHotIoU(numClasses, targetClassIds, name, ignoreClass, sparseYPred, axis);
    }

    public OneHotIoU withAxis(int axis) {
        return new OneHotIoU(numClasses, targetClassIds, name, ignoreClass, sparseYPred, axis);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        Regions.of(yTrue.argMax(axis), sparseYPred ? yPred : yPred.argMax(axis), ignoreClass)
                .update(state, numClasses, weight);
    }

    @Override
    public Tensor result(State state) {
        return Regions.read(state, numClasses).overlap(targetClassIds);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
