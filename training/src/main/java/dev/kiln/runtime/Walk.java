package dev.kiln.runtime;

import dev.kiln.plan.View;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/// How several views step through one space: neighbouring axes along which all of them keep one stride are taken as
/// one axis.
final class Walk {
    /// Sizes of the axes that are left, at least one.
    final int[] sizes;

    /// Floats from one index to the next, by view, by axis.
    final int[][] strides;

    Walk(Shape space, List<View> views) {
        var axes = new ArrayList<Integer>();
        var left = new ArrayList<Integer>();
        for (int axis = 0; axis < space.rank(); axis++) {
            int size = space.get(axis);
            if (size == 1 && space.rank() > 1) {
                continue;
            }
            if (!axes.isEmpty() && together(views, axes.getLast(), axis, size)) {
                left.set(left.size() - 1, left.getLast() * size);
                axes.set(axes.size() - 1, axis);
            } else {
                axes.add(axis);
                left.add(size);
            }
        }
        if (axes.isEmpty()) {
            left.add(1);
        }
        sizes = left.stream().mapToInt(Integer::intValue).toArray();
        strides = new int[views.size()][sizes.length];
        for (int view = 0; view < strides.length; view++) {
            for (int axis = 0; axis < axes.size(); axis++) {
                strides[view][axis] = views.get(view).strides().get(axes.get(axis));
            }
        }
    }

    private static boolean together(List<View> views, int outer, int inner, int size) {
        for (View view : views) {
            if (view.strides().get(outer) != view.strides().get(inner) * size) {
                return false;
            }
        }
        return true;
    }

    /// How many indices the space has.
    long count() {
        long count = 1;
        for (int size : sizes) {
            count *= size;
        }
        return count;
    }

    int inner() {
        return sizes[sizes.length - 1];
    }

    /// Floats from a view's start to the start of a row, rows being counted over all axes but the last.
    long row(int view, long row) {
        long offset = 0;
        for (int axis = sizes.length - 2; axis >= 0; axis--) {
            offset += row % sizes[axis] * strides[view][axis];
            row /= sizes[axis];
        }
        return offset;
    }

    int step(int view) {
        return strides[view][sizes.length - 1];
    }

    /// Whether a view lies one number behind the other.
    boolean isContiguous(int view) {
        int step = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            if (sizes[axis] != 1 && strides[view][axis] != step) {
                return false;
            }
            step *= sizes[axis];
        }
        return true;
    }

    boolean isScalar(int view) {
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] != 1 && strides[view][axis] != 0) {
                return false;
            }
        }
        return true;
    }
}
