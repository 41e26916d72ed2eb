package dev.kiln.graph;

import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/// How a window moves over the spatial axes of `[batch, …space, channels]`.
///
/// @param size     window size, each spatial axis, above 0
/// @param strides  steps between two positions, above 0
/// @param dilation distance between two neighbours inside the window, above 0
/// @param low      padding before, 0 or more
/// @param high     padding after, 0 or more
public record Window(
        List<Integer> size,
        List<Integer> strides,
        List<Integer> dilation,
        List<Integer> low,
        List<Integer> high) {
    public Window {
        size = List.copyOf(size);
        strides = List.copyOf(strides);
        dilation = List.copyOf(dilation);
        low = List.copyOf(low);
        high = List.copyOf(high);
    }

    /// A window that stays inside: no padding.
    public static Window valid(List<Integer> size, List<Integer> strides, List<Integer> dilation) {
        var zeros = size.stream().map(s -> 0).toList();
        return new Window(size, strides, dilation, zeros, zeros);
    }

    /// A window over as many positions as `ceil(space / stride)`; an odd zero of padding goes to the end.
    ///
    /// @param space sizes of the spatial axes
    public static Window same(
            Shape space, List<Integer> size, List<Integer> strides, List<Integer> dilation) {
        var low = new ArrayList<Integer>();
        var high = new ArrayList<Integer>();
        for (int axis = 0; axis < size.size(); axis++) {
            int reach = (size.get(axis) - 1) * dilation.get(axis) + 1;
            int positions = Math.ceilDiv(space.get(axis), strides.get(axis));
            int padding =
                    Math.max((positions - 1) * strides.get(axis) + reach - space.get(axis), 0);
            low.add(padding / 2);
            high.add(padding - padding / 2);
        }
        return new Window(size, strides, dilation, low, high);
    }

    /// How many positions the window takes along each spatial axis.
    ///
    /// @param space sizes of the spatial axes
    /// @throws ShapeMismatch where the window is larger than the padded space
    public Shape positions(Shape space) {
        if (space.rank() != size.size()) {
            throw new ShapeMismatch(
                    "a window over "
                            + size.size()
                            + " axes was given "
                            + space.rank()
                            + " axes: "
                            + space);
        }
        var positions = new ArrayList<Integer>();
        for (int axis = 0; axis < size.size(); axis++) {
            int reach = (size.get(axis) - 1) * dilation.get(axis) + 1;
            int room = space.get(axis) + low.get(axis) + high.get(axis) - reach;
            if (room < 0) {
                throw new ShapeMismatch(
                        "a window of "
                                + new Shape(size)
                                + (reach > size.get(axis)
                                        ? " (dilated to reach over " + reach + ")"
                                        : "")
                                + " does not fit into "
                                + space);
            }
            positions.add(room / strides.get(axis) + 1);
        }
        return new Shape(positions);
    }
}
