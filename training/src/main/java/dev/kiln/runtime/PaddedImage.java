package dev.kiln.runtime;

import java.util.Arrays;

/// How one element of a batch lies in an array with the padding of a window around it, so that all positions and all places under them are
/// there, each at one sum: of where the position begins and how far behind it the place is.
final class PaddedImage {
    private static final int MOST = 1 << 26;

    /// Floats of one row of the element, as it lies in memory.
    private final int row;

    /// Where each row begins in the array.
    private final int[] rows;

    private final int size;
    private final int[] positions;
    private final int[] places;

    PaddedImage(WindowPlaces window) {
        this(window, 1);
    }

    /// @param blocks positions along each axis that are worked on together: behind the last there is room for what lies under the rest of its block
    PaddedImage(WindowPlaces window, int blocks) {
        int channels = window.channels();
        int axes = window.window().size().size();
        int[] space = window.x().slice(1, axes + 1).toArray();
        int[] steps = window.y().slice(1, axes + 1).toArray();
        int[] strides = new int[axes];
        int[] positionSteps = new int[axes];
        int[] placeSteps = new int[axes];
        int stride = channels;
        int start = 0;
        for (int axis = axes - 1; axis >= 0; axis--) {
            int dilation = window.window().dilation().get(axis);
            int reach = (window.window().size().get(axis) - 1) * dilation + 1;
            int step = window.window().strides().get(axis);
            int low = window.window().low().get(axis);
            strides[axis] = stride;
            positionSteps[axis] = stride * step;
            placeSteps[axis] = stride * dilation;
            start += low * stride;
            int last = (steps[axis] + blocks - 1) / blocks * blocks - 1;
            stride *= Math.max(low + space[axis], last * step + reach);
        }
        this.size = stride;
        this.row = space[axes - 1] * channels;
        this.rows = places(Arrays.copyOf(space, axes - 1), strides, start, 1);
        this.positions = places(steps, positionSteps, 0, 1);
        int[] inside = window.window().size().stream().mapToInt(Integer::intValue).toArray();
        this.places = places(inside, placeSteps, 0, channels);
    }

    /// Whether it can lie there: a window that leaves out the first places of its image finds no room for them, and very large ones have none
    /// in an array.
    static boolean suits(WindowPlaces window) {
        double floats = window.channels();
        for (int axis = 0; axis < window.window().size().size(); axis++) {
            int low = window.window().low().get(axis);
            int high = window.window().high().get(axis);
            floats *= window.x().get(axis + 1) + low + Math.max(high, 0);
            if (low < 0) {
                return false;
            }
        }
        return floats <= MOST;
    }

    /// Floats of the array.
    int size() {
        return size;
    }

    /// Where each position begins.
    int[] positions() {
        return positions;
    }

    /// How far each number under a window is behind where the position begins.
    int[] places() {
        return places;
    }

    /// Puts an element of the batch in its place; the padding stays as it is.
    ///
    /// @param shift where the image begins in the array
    void load(long from, float[] to, int shift) {
        for (int start : rows) {
            Tile.load(from, to, shift + start, row);
            from += (long) row * Float.BYTES;
        }
    }

    /// The start of each cell of a grid in row-major order, and of `numbers` after it.
    private static int[] places(int[] counts, int[] steps, int start, int numbers) {
        int[] found = {start};
        for (int axis = 0; axis < counts.length; axis++) {
            int[] next = new int[found.length * counts[axis]];
            for (int i = 0; i < next.length; i++) {
                next[i] = found[i / counts[axis]] + i % counts[axis] * steps[axis];
            }
            found = next;
        }
        int[] all = new int[found.length * numbers];
        for (int i = 0; i < all.length; i++) {
            all[i] = found[i / numbers] + i % numbers;
        }
        return all;
    }
}
