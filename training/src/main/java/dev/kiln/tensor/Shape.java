package dev.kiln.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The dimensions of an array, outermost first, row-major. `Shape.of()` is a scalar.
///
/// A dimension may be [#UNKNOWN] in a model's description (the batch, the length of a sequence);
/// inside a [dev.kiln.graph.Graph] every dimension is known.
///
/// @param dimensions sizes, each 0 or more, or [#UNKNOWN]
public record Shape(List<Integer> dimensions) {
    /// Stands for a size that is decided by the data.
    public static final int UNKNOWN = -1;

    public Shape {
        dimensions = List.copyOf(dimensions);
        for (int dimension : dimensions) {
            if (dimension < UNKNOWN) {
                throw new IllegalArgumentException("a dimension cannot be " + dimension);
            }
        }
        long size = 1;
        for (int dimension : dimensions) {
            size = Math.multiplyExact(size, (long) Math.max(dimension, 1));
        }
    }

    public static Shape of(int... dimensions) {
        var list = new ArrayList<Integer>(dimensions.length);
        for (int dimension : dimensions) {
            list.add(dimension);
        }
        return new Shape(list);
    }

    public int rank() {
        return dimensions.size();
    }

    /// @param axis 0 is the outermost; -1 the innermost, as in Keras
    public int get(int axis) {
        return dimensions.get(axis(axis));
    }

    /// The axis counted from the front.
    ///
    /// @throws IndexOutOfBoundsException where there is no such axis
    public int axis(int axis) {
        int fromFront = axis < 0 ? axis + rank() : axis;
        if (fromFront < 0 || fromFront >= rank()) {
            throw new IndexOutOfBoundsException(
                    "axis " + axis + " of " + this + " (rank " + rank() + ")");
        }
        return fromFront;
    }

    public int last() {
        return get(-1);
    }

    /// How many numbers an array of this shape holds; 1 for a scalar.
    ///
    /// @throws IllegalStateException where a dimension is unknown
    public long size() {
        long size = 1;
        for (int dimension : dimensions) {
            if (dimension == UNKNOWN) {
                throw new IllegalStateException("the size of " + this + " is not known yet");
            }
            size *= dimension;
        }
        return size;
    }

    public boolean isKnown() {
        return !dimensions.contains(UNKNOWN);
    }

    /// This shape with one dimension replaced.
    public Shape with(int axis, int size) {
        var list = new ArrayList<>(dimensions);
        list.set(axis(axis), size);
        return new Shape(list);
    }

    /// This shape without one axis.
    public Shape without(int axis) {
        var list = new ArrayList<>(dimensions);
        list.remove(axis(axis));
        return new Shape(list);
    }

    /// This shape with a dimension put in before `axis`; `axis` equal to the rank appends.
    public Shape inserted(int axis, int size) {
        var list = new ArrayList<>(dimensions);
        list.add(axis < 0 ? axis + rank() + 1 : axis, size);
        return new Shape(list);
    }

    /// Dimensions `from` (inclusive) to `to` (exclusive).
    public Shape slice(int from, int to) {
        return new Shape(dimensions.subList(from, to));
    }

    /// All dimensions but the first: the shape of one row.
    public Shape row() {
        return slice(1, rank());
    }

    /// A batch of rows of this shape.
    public Shape batchOf(int rows) {
        return inserted(0, rows);
    }

    public Shape concat(Shape other) {
        var list = new ArrayList<>(dimensions);
        list.addAll(other.dimensions);
        return new Shape(list);
    }

    public int[] toArray() {
        return dimensions.stream().mapToInt(Integer::intValue).toArray();
    }

    /// As users read and type it: `28x28x1`; `scalar` for no dimensions, `?` for an unknown one.
    @Override
    public String toString() {
        return dimensions.isEmpty()
                ? "scalar"
                : dimensions.stream()
                        .map(size -> size == UNKNOWN ? "?" : String.valueOf(size))
                        .collect(Collectors.joining("x"));
    }
}
