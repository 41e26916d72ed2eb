package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Overlap of labelled and predicted regions, the mean of chosen classes, 0 to 1.
///
/// The overlap of a class is `right / (labelled + predicted - right)`. Weights are cut to whole numbers, as
/// in Keras. Equal to `keras.metrics.IoU`.
///
/// @param numClasses how many classes there are, from 0
/// @param targetClassIds classes whose overlap is averaged
/// @param name as it appears in history, charts and files
/// @param ignoreClass class number of entries that do not count; none without it
/// @param sparseYTrue whether labels are class numbers instead of one-hot
/// @param sparseYPred whether predictions are class numbers instead of one number a class
/// @param axis axis of the classes where they are not class numbers
@Doc(
        value = "overlap of labelled and predicted regions, the mean of chosen classes, 0 to 1",
        example = "iou(3, [0, 2])")
public record IoU(
        @Doc(value = "how many classes there are, from 0", example = "3") int numClasses,
        @Doc(value = "classes whose overlap is averaged", example = "[0, 1]")
                List<Integer> targetClassIds,
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
    /// @throws UserError where a class is out of range
    public IoU {
        targetClassIds = Regions.checked(targetClassIds, numClasses);
    }

    /// Keras's defaults.
    public IoU(int numClasses, List<Integer> targetClassIds) {
        this(numClasses, targetClassIds, "io_u", null, true, true, -1);
    }

    public IoU withNumClasses(int numClasses) {
        return new IoU(
                numClasses, targetClassIds, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public IoU withTargetClassIds(List<Integer> targetClassIds) {
        return new IoU(
                numClasses, targetClassIds, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public IoU withName(String name) {
        return new IoU(
                numClasses, targetClassIds, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public IoU withIgnoreClass(@Nullable Integer ignoreClass) {
        return new IoU(
                numClasses, targetClassIds, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public IoU withSparseYTrue(boolean sparseYTrue) {
        return new IoU(
                numClasses, targetClassIds, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public IoU withSparseYPred(boolean sparseYPred) {
        return new IoU(
                numClasses, targetClassIds, name, ignoreClass, sparseYTrue, sparseYPred, axis);
    }

    public IoU withAxis(int axis) {
        return new IoU(
                numClasses, targetClassIds, name, ignoreClass, sparseYTrue, sparseYPred, axis);
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
        return Regions.read(state, numClasses).overlap(targetClassIds);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
