package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// What lies under each position of a window, as few stretches of memory as there are: places that follow each other in the window and in
/// space are one.
final class Runs {
    /// Where each position's runs begin, and the end of all.
    private final int[] starts;

    /// The first place of each run; -1 in the padding.
    private final int[] places;

    private final int[] lengths;

    /// Zeros, as many as the longest run in the padding has bytes.
    private final Memory zeros;

    private final long bytes;

    /// @param table    as [WindowPlaces#table()] has it
    /// @param size     places in the window
    /// @param channels numbers at a place
    Runs(int[] table, int size, int channels) {
        int[] found = new int[table.length];
        int[] counts = new int[table.length];
        starts = new int[table.length / Math.max(size, 1) + 1];
        int count = 0;
        int longest = 0;
        for (int i = 0; i < table.length; i++) {
            boolean isFirst = i % size == 0;
            if (isFirst) {
                starts[i / size] = count;
            }
            boolean goesOn =
                    !isFirst
                            && (table[i] < 0
                                    ? table[i - 1] < 0
                                    : table[i - 1] >= 0 && table[i] == table[i - 1] + 1);
            if (goesOn) {
                counts[count - 1]++;
            } else {
                found[count] = table[i];
                counts[count++] = 1;
            }
            if (table[i] < 0) {
                longest = Math.max(longest, counts[count - 1]);
            }
        }
        starts[starts.length - 1] = count;
        places = Arrays.copyOf(found, count);
        lengths = Arrays.copyOf(counts, count);
        bytes = (long) channels * Float.BYTES;
        zeros = new Memory((long) longest * channels);
    }

    /// Lays out what is under some positions: `[count, size * channels]`.
    void gather(long x, int from, int count, long columns) {
        long zero = zeros.address();
        for (int run = starts[from]; run < starts[from + count]; run++) {
            long length = lengths[run] * bytes;
            long source = places[run] < 0 ? zero : x + places[run] * bytes;
            MemorySegment.copy(EVERYWHERE, source, EVERYWHERE, columns, length);
            columns += length;
        }
    }
}
