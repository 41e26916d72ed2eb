package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;

/// Each row under another shape of the same size; one dimension may be -1: as many as are left.
///
/// Formula: `y = x` read in the same order; -1 stands for as many as are left.
///
/// Shapes: `[batch, …x]` to `[batch, …y]`, without the batch as `target_shape` says.
///
/// Equal to `keras.layers.Reshape` in names, defaults and values.
///
/// @param targetShape dimensions of a row, without the batch
@Doc("each row under another shape")
public record Reshape(
        @Doc(value = "dimensions of a row, without the batch", example = "[4, 4]")
                List<Integer> targetShape,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Reshape> {
    public Reshape {
        targetShape = targetShape.stream().map(size -> size == null ? -1 : size).toList();
        if (targetShape.stream().filter(size -> size == -1).count() > 1
                || targetShape.stream().anyMatch(size -> size < -1)) {
            throw new UserError(
                    "E132",
                    "target_shape="
                            + targetShape
                            + " of reshape may hold one -1, and no other number below 0.",
                    "Type: reshape [-1]");
        }
    }

    public Reshape(List<Integer> targetShape) {
        this(targetShape, LayerSettings.DEFAULT);
    }

    public Reshape(int... targetShape) {
        this(Arguments.listOf(targetShape));
    }

    public Reshape withTargetShape(List<Integer> targetShape) {
        return new Reshape(targetShape, settings);
    }

    public Reshape withTargetShape(int... targetShape) {
        return withTargetShape(Arguments.listOf(targetShape));
    }

    @Override
    public Reshape withSettings(LayerSettings settings) {
        return new Reshape(targetShape, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        long size = x.shape().row().size();
        long known = 1;
        for (int dimension : targetShape) {
            known *= dimension == -1 ? 1 : dimension;
        }
        boolean open = targetShape.contains(-1);
        if (open ? known == 0 || size % known != 0 : known != size) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " cannot bring "
                            + x.shape().row()
                            + " ("
                            + size
                            + " numbers) to "
                            + new Shape(targetShape)
                            + (open ? "" : " (" + known + " numbers)")
                            + ".",
                    "Type: reshape [" + size + "]");
        }
        long rest = open ? size / known : -1;
        var row =
                targetShape.stream()
                        .map(dimension -> dimension == -1 ? Math.toIntExact(rest) : dimension)
                        .toList();
        return x.reshape(new Shape(row).batchOf(x.shape().get(0)));
    }
}
