package dev.kiln.runtime;

import java.util.Arrays;

/// Windows that take the largest number or the sum, each channel on its own. Rows of channels are worked on together,
/// in plain arrays.
abstract class PoolKernel implements Kernel {
    /// Channels that are worked on at a time.
    private static final int MOST = Tile.SIZE;

    private final int[] table;
    private final int batch;
    private final int positions;
    private final int spaces;
    private final int size;
    private final int channels;
    private final long space;
    private final long values;
    final float[] row = new float[MOST];
    final float[] result = new float[MOST];

    /// @param space  address of the array that the windows move over
    /// @param values address of the array of positions
    PoolKernel(WindowPlaces places, long space, long values) {
        this.table = places.table();
        this.batch = places.batch();
        this.positions = places.positions();
        this.spaces = places.spaces();
        this.size = places.size();
        this.channels = places.channels();
        this.space = space;
        this.values = values;
    }

    /// One window, some channels of it.
    ///
    /// @param space address of those channels at the batch element's first place
    /// @param value address of those channels at the window's position
    /// @param first index of the window's first place in the table
    /// @param n     how many channels
    abstract void window(long space, long value, int first, int n);

    @Override
    public void run(Moment moment) {
        long bytes = (long) channels * Float.BYTES;
        for (int b = 0; b < batch; b++) {
            for (int p = 0; p < positions; p++) {
                for (int from = 0; from < channels; from += MOST) {
                    long shift = (long) from * Float.BYTES;
                    window(
                            space + b * spaces * bytes + shift,
                            values + ((long) b * positions + p) * bytes + shift,
                            p * size,
                            Math.min(MOST, channels - from));
                }
            }
        }
    }

    final int size() {
        return size;
    }

    /// Bytes from the batch element's first place to one place of a window; below 0 in the padding.
    final long place(int at) {
        return (long) table[at] * channels * Float.BYTES;
    }

    final void zeroSpace() {
        Native.zero(space, (long) batch * spaces * channels);
    }

    /// Adds `row` to numbers in memory.
    final void addRow(long to, float[] added, int n) {
        Tile.load(to, row, 0, n);
        Tile.add(added, row, n);
        Tile.store(row, 0, to, n);
    }

    // ---- the largest

    /// What the kernels that look for the largest number share.
    abstract static class Largest extends PoolKernel {
        private final float[] largest = new float[MOST];
        private final int[] largestBits = new int[MOST];
        private final int[] bits = new int[MOST];
        private final int[] open = new int[MOST];

        Largest(WindowPlaces places, long space, long values) {
            super(places, space, values);
        }

        /// The largest number of each channel, in [#largest]; minus infinity where all is padding.
        final float[] largest(long x, int first, int n) {
            Arrays.fill(largest, 0, n, Float.NEGATIVE_INFINITY);
            for (int w = first; w < first + size(); w++) {
                if (place(w) >= 0) {
                    Tile.load(x + place(w), row, 0, n);
                    maximum(row, largest, n);
                }
            }
            return largest;
        }

        private static void maximum(float[] from, float[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = Math.max(to[i], from[i]);
            }
        }

        /// Begins to look for the first place of each channel's largest number.
        final void seek(long x, int first, int n) {
            float[] sought = largest(x, first, n);
            plain(sought, n);
            Work.copyBits(sought, largestBits, n);
            Arrays.fill(open, 0, n, -1);
        }

        /// Masks, all bits or none, of the channels whose largest number is at a place and at none before.
        final int[] found(long x, int w, int n) {
            Tile.load(x + place(w), row, 0, n);
            plain(row, n);
            Work.copyBits(row, bits, n);
            match(bits, largestBits, open, n);
            return bits;
        }

        /// Equal numbers get equal bits: -0.0 becomes 0.0, every NaN the same one.
        private static void plain(float[] x, int n) {
            for (int i = 0; i < n; i++) {
                x[i] = Math.max(x[i] + 0f, Float.NEGATIVE_INFINITY);
            }
        }

        /// `bits` becomes all ones where it equals `sought` and is still open, and that is then closed.
        private static void match(int[] bits, int[] sought, int[] open, int n) {
            for (int i = 0; i < n; i++) {
                int difference = bits[i] ^ sought[i];
                bits[i] = ~((difference | -difference) >> 31) & open[i];
            }
            for (int i = 0; i < n; i++) {
                open[i] &= ~bits[i];
            }
        }

        static void keep(int[] values, int[] masks, int n) {
            for (int i = 0; i < n; i++) {
                values[i] &= masks[i];
            }
        }
    }

    static final class Max extends Largest {
        Max(WindowPlaces places, long x, long to) {
            super(places, x, to);
        }

        @Override
        void window(long space, long value, int first, int n) {
            Tile.store(largest(space, first, n), 0, value, n);
        }
    }

    static final class MaxScatter extends Largest {
        private final long shift;
        private final long to;
        private final long toFloats;
        private final int[] arriving = new int[MOST];
        private final int[] kept = new int[MOST];

        MaxScatter(WindowPlaces places, long x, long values, long to) {
            super(places, x, values);
            this.shift = to - x;
            this.to = to;
            this.toFloats = places.x().size();
        }

        @Override
        public void run(Moment moment) {
            Native.zero(to, toFloats);
            super.run(moment);
        }

        @Override
        void window(long space, long value, int first, int n) {
            seek(space, first, n);
            Tile.load(value, result, 0, n);
            Work.copyBits(result, arriving, n);
            for (int w = first; w < first + size(); w++) {
                if (place(w) < 0) {
                    continue;
                }
                int[] masks = found(space, w, n);
                System.arraycopy(arriving, 0, kept, 0, n);
                keep(kept, masks, n);
                Work.copyBits(kept, result, n);
                addRow(space + shift + place(w), result, n);
            }
        }
    }

    static final class MaxGather extends Largest {
        private final long fromX;
        private final long from;
        private final int[] numbers = new int[MOST];
        private final int[] chosen = new int[MOST];

        MaxGather(WindowPlaces places, long x, long values, long to) {
            super(places, x, to);
            this.fromX = x;
            this.from = values;
        }

        @Override
        void window(long space, long value, int first, int n) {
            seek(space, first, n);
            Arrays.fill(chosen, 0, n, 0);
            for (int w = first; w < first + size(); w++) {
                if (place(w) < 0) {
                    continue;
                }
                int[] masks = found(space, w, n);
                Tile.load(space - fromX + from + place(w), result, 0, n);
                Work.copyBits(result, numbers, n);
                keep(numbers, masks, n);
                join(numbers, chosen, n);
            }
            Work.copyBits(chosen, result, n);
            Tile.store(result, 0, value, n);
        }

        private static void join(int[] from, int[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] |= from[i];
            }
        }
    }

    // ---- the sum

    static final class Sum extends PoolKernel {
        Sum(WindowPlaces places, long x, long to) {
            super(places, x, to);
        }

        @Override
        void window(long space, long value, int first, int n) {
            Arrays.fill(result, 0, n, 0);
            for (int w = first; w < first + size(); w++) {
                if (place(w) >= 0) {
                    Tile.load(space + place(w), row, 0, n);
                    Tile.add(row, result, n);
                }
            }
            Tile.store(result, 0, value, n);
        }
    }

    static final class SumScatter extends PoolKernel {
        SumScatter(WindowPlaces places, long values, long to) {
            super(places, to, values);
        }

        @Override
        public void run(Moment moment) {
            zeroSpace();
            super.run(moment);
        }

        @Override
        void window(long space, long value, int first, int n) {
            Tile.load(value, result, 0, n);
            for (int w = first; w < first + size(); w++) {
                if (place(w) >= 0) {
                    addRow(space + place(w), result, n);
                }
            }
        }
    }
}
