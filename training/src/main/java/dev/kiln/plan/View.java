package dev.kiln.plan;

import dev.kiln.graph.Op;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Numbers of a buffer, read as an array: index `i` of the array is number `offset + sum(i[a] * strides[a])`.
///
/// @param buffer  number of the buffer in its program
/// @param offset  floats from the buffer's start to index 0
/// @param shape   sizes of the axes
/// @param strides floats from one index of an axis to the next; 0 repeats, below 0 runs backwards
public record View(int buffer, long offset, Shape shape, List<Integer> strides) {
    public View {
        strides = List.copyOf(strides);
    }

    /// A buffer as an array in row-major order, from its start.
    public static View whole(int buffer, Shape shape) {
        return new View(buffer, 0, shape, rowMajor(shape));
    }

    /// Strides of an array in row-major order.
    public static List<Integer> rowMajor(Shape shape) {
        Integer[] strides = new Integer[shape.rank()];
        int step = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(shape.get(axis), 1);
        }
        return List.of(strides);
    }

    /// Whether the numbers lie one behind the other in row-major order.
    public boolean isContiguous() {
        int step = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            int size = shape.get(axis);
            if (size == 0) {
                return true;
            }
            if (size != 1 && strides.get(axis) != step) {
                return false;
            }
            step *= size;
        }
        return true;
    }

    /// The same numbers in the same order under another shape, where strides can say it.
    public Optional<View> reshape(Shape to) {
        if (isContiguous()) {
            return Optional.of(new View(buffer, offset, to, rowMajor(to)));
        }
        // Runs of axes of one stride are merged; the new axes have to divide the runs.
        var sizes = new ArrayList<Integer>();
        var steps = new ArrayList<Integer>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            int size = shape.get(axis);
            int stride = strides.get(axis);
            if (size == 1) {
                continue;
            }
            int last = sizes.size() - 1;
            if (last >= 0 && steps.get(last) == stride * size) {
                sizes.set(last, sizes.get(last) * size);
                steps.set(last, stride);
            } else {
                sizes.add(size);
                steps.add(stride);
            }
        }
        Integer[] result = new Integer[to.rank()];
        int run = sizes.size() - 1;
        int left = run >= 0 ? sizes.get(run) : 1;
        int stride = run >= 0 ? steps.get(run) : 1;
        for (int axis = to.rank() - 1; axis >= 0; axis--) {
            int size = to.get(axis);
            if (size == 1) {
                result[axis] = stride;
                continue;
            }
            if (left == 1 && run > 0) {
                run--;
                left = sizes.get(run);
                stride = steps.get(run);
            }
            if (left % size != 0) {
                return Optional.empty();
            }
            result[axis] = stride;
            left /= size;
            stride *= size;
        }
        return Optional.of(new View(buffer, offset, to, List.of(result)));
    }

    /// Repeated along axes of size 1 and new leading axes.
    public View broadcast(Shape to) {
        var result = new ArrayList<Integer>();
        int lead = to.rank() - shape.rank();
        for (int axis = 0; axis < to.rank(); axis++) {
            boolean repeated =
                    axis < lead
                            || shape.get(axis - lead) != to.get(axis)
                            || shape.get(axis - lead) == 1;
            result.add(repeated ? 0 : strides.get(axis - lead));
        }
        return new View(buffer, offset, to, result);
    }

    /// Axis `i` of the result is axis `order[i]`.
    public View transpose(List<Integer> order) {
        return new View(
                buffer,
                offset,
                new Shape(order.stream().map(shape::get).toList()),
                order.stream().map(strides::get).toList());
    }

    public View slice(Op.Slice slice) {
        long start = offset;
        var result = new ArrayList<Integer>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            start += (long) slice.starts().get(axis) * strides.get(axis);
            result.add(strides.get(axis) * slice.strides().get(axis));
        }
        return new View(buffer, start, new Shape(slice.sizes()), result);
    }

    /// Indices `from` to `from + size` of one axis.
    public View part(int axis, int from, int size) {
        return new View(
                buffer, offset + (long) from * strides.get(axis), shape.with(axis, size), strides);
    }

    /// Where the numbers of a padded array that come from its input lie.
    ///
    /// @param from shape of the input
    public View padded(Op.Pad pad, Shape from) {
        long start = offset;
        var result = new ArrayList<Integer>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            start += (long) pad.low().get(axis) * strides.get(axis);
            result.add(strides.get(axis) * (pad.interior().get(axis) + 1));
        }
        return new View(buffer, start, from, result);
    }

    public View reverse(List<Integer> axes) {
        long start = offset;
        var result = new ArrayList<>(strides);
        for (int axis : axes) {
            start += (long) Math.max(shape.get(axis) - 1, 0) * strides.get(axis);
            result.set(axis, -strides.get(axis));
        }
        return new View(buffer, start, shape, result);
    }

    /// A reduced array spread over the shape that it was reduced from: 0 along the axes that disappeared.
    public View spread(List<Integer> axes, Shape over) {
        var result = new ArrayList<Integer>();
        int next = 0;
        for (int axis = 0; axis < over.rank(); axis++) {
            result.add(axes.contains(axis) ? Integer.valueOf(0) : strides.get(next++));
        }
        return new View(buffer, offset, over, result);
    }

    /// How many numbers an index can reach.
    public long size() {
        return shape.size();
    }

    @Override
    public String toString() {
        return "b"
                + buffer
                + (offset == 0 ? "" : "+" + offset)
                + "["
                + shape
                + "]"
                + (isContiguous()
                        ? ""
                        : strides.stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(",", "/", "")));
    }
}
