package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Overlap of labelled and predicted regions of yes/no masks, 0 to 1.
///
/// A prediction at the threshold is a yes.
///
/// The overlap of a class is `right / (labelled + predicted - right)`. Weights are cut to whole numbers, as
/// in Keras. Equal to `keras.metrics.BinaryIoU`.
///
/// @param targetClassIds classes whose overlap is averaged: 0, 1 or both
/// @param threshold predictions from it on are a yes, 0 to 1
/// @param name as it appears in history, charts and files
@Doc(
        value = "overlap of labelled and predicted regions of yes/no masks, 0 to 1",
        example = "binary_iou(threshold=0.3)")
public record BinaryIoU(
        @Doc(value = "classes whose overlap is averaged: 0, 1 or both", example = "[1]")
                List<Integer> targetClassIds,
        @Doc(value = "predictions from it on are a yes, 0 to 1", example = "0.3") double threshold,
        @Doc("as it appears in history, charts and files") String name)
        implements Metric {
    /// @throws UserError where a class is out of range
    public BinaryIoU {
        targetClassIds = Regions.checked(targetClassIds, 2);
    }

    /// Keras's defaults.
    public BinaryIoU() {
        this(List.of(0, 1), 0.5, "binary_io_u");
    }

    public BinaryIoU(List<Integer> targetClassIds) {
        this(targetClassIds, 0.5, "binary_io_u");
    }

    public BinaryIoU withTargetClassIds(List<Integer> targetClassIds) {
        return new BinaryIoU(targetClassIds, threshold, name);
    }

    public BinaryIoU withThreshold(double threshold) {
        return new BinaryIoU(targetClassIds, threshold, name);
    }

    public BinaryIoU withName(String name) {
        return new BinaryIoU(targetClassIds, threshold, name);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        Regions.of(yTrue, yPred.greaterOrEqual((float) threshold), null).update(state, 2, weight);
    }

    @Override
    public Tensor result(State state) {
        return Regions.read(state, 2).overlap(targetClassIds);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
