package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.kiln.graph.CounterRandom;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Moves numbers between memory and tiles (plain arrays on the heap), and folds tiles.
final class Tile {
    /// Floats in a tile.
    static final int SIZE = 2048;

    /// Sums run in this many lanes, element `i` in lane `i % LANES`, which are then added up in halves.
    static final int LANES = 16;

    private Tile() {}

    // ---- between tiles and memory

    static void load(long from, float[] to, int at, int length) {
        MemorySegment.copy(EVERYWHERE, JAVA_FLOAT, from, to, at, length);
    }

    static void load(long from, int step, float[] to, int at, int length) {
        long bytes = (long) step * Float.BYTES;
        for (int i = 0; i < length; i++) {
            to[at + i] = EVERYWHERE.get(JAVA_FLOAT, from + i * bytes);
        }
    }

    static void fill(float[] to, int at, float value, int length) {
        Arrays.fill(to, at, at + length, value);
    }

    static void store(float[] from, int at, long to, int length) {
        MemorySegment.copy(from, at, EVERYWHERE, JAVA_FLOAT, to, length);
    }

    static void store(float[] from, int at, long to, int step, int length) {
        if (step == 1) {
            store(from, at, to, length);
            return;
        }
        long bytes = (long) step * Float.BYTES;
        for (int i = 0; i < length; i++) {
            EVERYWHERE.set(JAVA_FLOAT, to + i * bytes, from[at + i]);
        }
    }

    static void add(float[] from, int at, long to, int step, int length) {
        long bytes = (long) step * Float.BYTES;
        for (int i = 0; i < length; i++) {
            EVERYWHERE.set(
                    JAVA_FLOAT,
                    to + i * bytes,
                    EVERYWHERE.get(JAVA_FLOAT, to + i * bytes) + from[at + i]);
        }
    }

    static void max(float[] from, int at, long to, int step, int length) {
        long bytes = (long) step * Float.BYTES;
        for (int i = 0; i < length; i++) {
            float largest = Math.max(EVERYWHERE.get(JAVA_FLOAT, to + i * bytes), from[at + i]);
            EVERYWHERE.set(JAVA_FLOAT, to + i * bytes, largest);
        }
    }

    // ---- folds

    /// @param lanes [#LANES] floats to work in
    static float sum(float[] from, int at, int length, float[] lanes) {
        if (length < LANES) {
            return shortSum(from, at, length, lanes);
        }
        float l0 = 0, l1 = 0, l2 = 0, l3 = 0, l4 = 0, l5 = 0, l6 = 0, l7 = 0;
        float l8 = 0, l9 = 0, l10 = 0, l11 = 0, l12 = 0, l13 = 0, l14 = 0, l15 = 0;
        int whole = at + (length & -LANES);
        for (int i = at; i < whole; i += LANES) {
            l0 += from[i];
            l1 += from[i + 1];
            l2 += from[i + 2];
            l3 += from[i + 3];
            l4 += from[i + 4];
            l5 += from[i + 5];
            l6 += from[i + 6];
            l7 += from[i + 7];
            l8 += from[i + 8];
            l9 += from[i + 9];
            l10 += from[i + 10];
            l11 += from[i + 11];
            l12 += from[i + 12];
            l13 += from[i + 13];
            l14 += from[i + 14];
            l15 += from[i + 15];
        }
        lanes[0] = l0;
        lanes[1] = l1;
        lanes[2] = l2;
        lanes[3] = l3;
        lanes[4] = l4;
        lanes[5] = l5;
        lanes[6] = l6;
        lanes[7] = l7;
        lanes[8] = l8;
        lanes[9] = l9;
        lanes[10] = l10;
        lanes[11] = l11;
        lanes[12] = l12;
        lanes[13] = l13;
        lanes[14] = l14;
        lanes[15] = l15;
        for (int i = whole; i < at + length; i++) {
            lanes[i - whole] += from[i];
        }
        return halves(lanes);
    }

    private static float shortSum(float[] from, int at, int length, float[] lanes) {
        for (int i = 0; i < LANES; i++) {
            lanes[i] = i < length ? 0 + from[at + i] : 0;
        }
        return halves(lanes);
    }

    private static float halves(float[] lanes) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }

    static float max(float[] from, int at, int length) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + length; i++) {
            largest = Math.max(largest, from[i]);
        }
        return largest;
    }

    static int largestIndex(float[] from, int at, int length) {
        float largest = Float.NEGATIVE_INFINITY;
        int index = 0;
        for (int i = 0; i < length; i++) {
            if (from[at + i] > largest) {
                largest = from[at + i];
                index = i;
            }
        }
        return index;
    }

    /// Adds up rows of a tile: the lower half to the upper one, until one row is left.
    ///
    /// @param to  [#SIZE] floats; the first `columns` get the sums
    /// @param row [#SIZE] floats to work in
    static void columnSums(float[] from, int at, int rows, int columns, float[] to, float[] row) {
        int kept = rows - rows / 2;
        System.arraycopy(from, at, to, 0, kept * columns);
        System.arraycopy(from, at + kept * columns, row, 0, (rows - kept) * columns);
        add(row, to, (rows - kept) * columns);
        for (int left = kept; left > 1; left = kept) {
            kept = left - left / 2;
            // A copy, because the compiler makes vectors of loops over two arrays only.
            System.arraycopy(to, kept * columns, row, 0, (left - kept) * columns);
            add(row, to, (left - kept) * columns);
        }
    }

    /// `to += from`.
    static void add(float[] from, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] += from[i];
        }
    }

    /// Each row's value for each of its numbers.
    static void spread(float[] rows, float[] to, int count, int columns) {
        for (int r = 0; r < count; r++) {
            float value = rows[r];
            int end = (r + 1) * columns;
            for (int i = r * columns; i < end; i++) {
                to[i] = value;
            }
        }
    }

    // ---- random numbers

    private static final int[] INDICES = new int[SIZE];

    static {
        Arrays.setAll(INDICES, i -> i);
    }

    /// As [CounterRandom#uniform], for neighbouring indices.
    static void uniform(int firstKey, int second, long start, float[] to, int n, int[] bits) {
        if ((start >>> 32) != (start + n >>> 32)) {
            var random = new CounterRandom(firstKey, second);
            for (int i = 0; i < n; i++) {
                to[i] = random.uniform(start + i);
            }
            return;
        }
        int base = (int) start;
        int first = firstKey ^ ((int) (start >>> 32) * 0x9E3779B9);
        for (int i = 0; i < n; i++) {
            int x = (INDICES[i] + base) ^ first;
            x ^= x >>> 16;
            x *= 0x7FEB352D;
            x ^= x >>> 15;
            x += second;
            x *= 0x846CA68B;
            x ^= x >>> 16;
            bits[i] = x >>> 8;
        }
        for (int i = 0; i < n; i++) {
            to[i] = bits[i] * 0x1p-24f;
        }
    }
}
