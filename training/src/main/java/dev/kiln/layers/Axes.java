package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.stream.IntStream;

/// Axes as users write them, counted from either end.
final class Axes {
    private Axes() {}

    /// From the front, in ascending order, each once.
    ///
    /// @throws UserError E133 where the tensor has no such axis
    static int[] of(Scope scope, List<Integer> axes, Tensor x) {
        return axes.stream().mapToInt(axis -> of(scope, axis, x)).sorted().distinct().toArray();
    }

    /// From the front.
    static int of(Scope scope, int axis, Tensor x) {
        int fromFront = axis < 0 ? axis + x.rank() : axis;
        if (fromFront < 0 || fromFront >= x.rank()) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " works along axis "
                            + axis
                            + ", but its input has axes 0 to "
                            + (x.rank() - 1)
                            + " (0 is the batch).",
                    "Type: axis=-1");
        }
        return fromFront;
    }

    /// All axes but these.
    static int[] others(int[] axes, int rank) {
        return IntStream.range(0, rank)
                .filter(axis -> IntStream.of(axes).noneMatch(other -> other == axis))
                .toArray();
    }

    /// The tensor's shape with size 1 everywhere but along the axes.
    static Shape along(Tensor x, int... axes) {
        Shape shape = x.shape();
        for (int axis : others(axes, x.rank())) {
            shape = shape.with(axis, 1);
        }
        return shape;
    }
}
