package dev.kiln.runtime;

import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;

/// Which places of `[batch, …space, channels]` lie under each position of a window, in row-major order of the
/// window.
///
/// @param x shape of the array that the window moves over
/// @param y shape of the array of positions
record WindowPlaces(Window window, Shape x, Shape y) {
    int batch() {
        return x.get(0);
    }

    int channels() {
        return x.last();
    }

    /// Positions of one element of the batch.
    int positions() {
        return Math.toIntExact(y.slice(1, y.rank() - 1).size());
    }

    /// Places of one element of the batch.
    int spaces() {
        return Math.toIntExact(x.slice(1, x.rank() - 1).size());
    }

    /// Places in the window.
    int size() {
        return Math.toIntExact(new Shape(window.size()).size());
    }

    /// Whether a window that moves over the positions finds everything that a place is under: so it is where the window moves in steps of one.
    boolean canBeTurned() {
        return window.strides().stream().allMatch(stride -> stride == 1);
    }

    /// The window that moves over the positions and finds, in reverse order, what each place is under.
    WindowPlaces turned() {
        var low = new ArrayList<Integer>();
        var high = new ArrayList<Integer>();
        for (int axis = 0; axis < window.size().size(); axis++) {
            int reach = (window.size().get(axis) - 1) * window.dilation().get(axis);
            low.add(reach - window.low().get(axis));
            high.add(reach - window.high().get(axis));
        }
        var back = new Window(window.size(), window.strides(), window.dilation(), low, high);
        return new WindowPlaces(back, y, x);
    }

    /// For each position, for each place in the window: the place in space, -1 in the padding.
    int[] table() {
        int axes = window.size().size();
        int[] space = x.slice(1, x.rank() - 1).toArray();
        int[] positions = y.slice(1, y.rank() - 1).toArray();
        int[] inside = new Shape(window.size()).toArray();
        int[] table = new int[positions() * size()];
        int[] position = new int[axes];
        int next = 0;
        for (int p = 0; p < positions(); p++) {
            int[] place = new int[axes];
            for (int w = 0; w < size(); w++) {
                int source = 0;
                for (int axis = 0; axis < axes; axis++) {
                    int at =
                            position[axis] * window.strides().get(axis)
                                    + place[axis] * window.dilation().get(axis)
                                    - window.low().get(axis);
                    source =
                            source < 0 || at < 0 || at >= space[axis]
                                    ? -1
                                    : source * space[axis] + at;
                }
                table[next++] = source;
                advance(place, inside);
            }
            advance(position, positions);
        }
        return table;
    }

    private static void advance(int[] index, int[] sizes) {
        for (int axis = index.length - 1; axis >= 0; axis--) {
            if (++index[axis] < sizes[axis]) {
                return;
            }
            index[axis] = 0;
        }
    }
}
