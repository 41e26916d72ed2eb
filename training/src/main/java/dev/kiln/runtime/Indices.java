package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/// Whole numbers that say which row of a table, read from memory and compared with the table's length.
final class Indices {
    private static final int INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private final long before;
    private final int rows;
    private final float[] values;
    private final int[] bits;
    private final int[] found;

    /// @param before indices of the whole batch before the first of these
    /// @param rows   of the table
    /// @param most   read at a time
    Indices(long before, int rows, int most) {
        this.before = before;
        this.rows = rows;
        this.values = new float[most];
        this.bits = new int[most];
        this.found = new int[most];
    }

    /// The rows that `count` indices from `place` on name. A fraction is cut off as Keras does.
    ///
    /// @param indices address of the first index of all
    /// @throws IndexOutOfTable where one names none
    int[] read(long indices, long place, int count) {
        long from = indices + place * Float.BYTES;
        MemorySegment.copy(EVERYWHERE, JAVA_FLOAT, from, values, 0, count);
        MemorySegment.copy(EVERYWHERE, JAVA_INT, from, bits, 0, count);
        for (int i = 0; i < count; i++) {
            found[i] = (int) values[i];
        }
        int last = rows - 1;
        int outside = 0;
        for (int i = 0; i < count; i++) {
            // Negative, too large, or not a number (which would become 0): each leaves a sign.
            outside |= found[i] | (last - found[i]) | (INFINITE - (bits[i] & Integer.MAX_VALUE));
        }
        if (outside < 0) {
            refuse(place, count);
        }
        return found;
    }

    private void refuse(long place, int count) {
        for (int i = 0; i < count; i++) {
            if (!(values[i] > -1) || found[i] >= rows) {
                throw new IndexOutOfTable(before + place + i, values[i], rows);
            }
        }
    }
}
