package dev.kiln.runtime;

import java.util.Arrays;

/// Windows that take the largest number or the sum, each channel on its own. The channels of some neighbouring
/// positions (a stretch) are worked on together, in plain arrays: place by place of the window, all positions at once.
abstract class PoolKernel implements Kernel {
    /// Numbers of a stretch.
    private static final int MOST = Tile.SIZE;

    /// Numbers under all places of a stretch's windows.
    private static final int MOST_UNDER = 1 << 15;

    /// So many numbers under windows are worth a second thread.
    private static final long WORTH_HALVING = 1 << 16;

    private final int[] table;
    private final int firstElement;
    private final int endElement;
    private final int positions;
    private final int spaces;
    private final int size;
    private final int channels;
    private final long space;
    private final long values;

    /// Channels and positions that are worked on at a time.
    private final int block;

    private final int stretch;

    /// The channels and positions being worked on.
    private int width;

    private int firstPosition;
    private int count;
    final float[] row;
    final float[] result;

    /// @param space  address of the array that the windows move over
    /// @param values address of the array of positions
    PoolKernel(WindowPlaces places, Elements elements, long space, long values) {
        this.table = places.table();
        this.firstElement = elements.first();
        this.endElement = elements.end();
        this.positions = places.positions();
        this.spaces = places.spaces();
        this.size = places.size();
        this.channels = places.channels();
        this.space = space;
        this.values = values;
        int most = Math.clamp(MOST_UNDER / Math.max(size, 1), 16, MOST);
        this.block = Math.clamp(channels, 1, most);
        this.stretch = block < channels ? 1 : Math.clamp(most / block, 1, Math.max(positions, 1));
        this.row = new float[length()];
        this.result = new float[length()];
    }

    /// The kernel, in halves of the batch where that is worth it: they write different places.
    static <K extends Kernel> Kernel of(
            WindowPlaces places, Scratch scratch, HalvedKernel.Part<K> part) {
        long under = (long) places.positions() * places.size() * places.channels();
        boolean isWorth = places.batch() * under >= WORTH_HALVING;
        return HalvedKernel.of(places.batch(), isWorth, scratch, part, (_, _) -> {});
    }

    /// Some windows, some channels of them.
    ///
    /// @param space address of those channels at the batch element's first place
    /// @param value address of those channels at the first window's position
    abstract void windows(long space, long value);

    @Override
    public void run(Moment moment) {
        long bytes = (long) channels * Float.BYTES;
        for (int b = firstElement; b < endElement; b++) {
            for (int p = 0; p < positions; p += stretch) {
                firstPosition = p;
                count = Math.min(stretch, positions - p);
                for (int from = 0; from < channels; from += block) {
                    width = Math.min(block, channels - from);
                    long shift = (long) from * Float.BYTES;
                    windows(
                            space + b * spaces * bytes + shift,
                            values + ((long) b * positions + p) * bytes + shift);
                }
            }
        }
    }

    final int size() {
        return size;
    }

    /// The most numbers of a stretch.
    final int length() {
        return block * stretch;
    }

    /// Numbers of this stretch.
    final int n() {
        return width * count;
    }

    /// What lies under one place of all windows of the stretch.
    ///
    /// @param padding stands where a window reaches over the edge
    final void gather(long space, int place, float padding, float[] to) {
        long bytes = (long) channels * Float.BYTES;
        for (int j = 0; j < count; j++) {
            int at = table[(firstPosition + j) * size + place];
            if (at < 0) {
                Tile.fill(to, j * width, padding, width);
            } else {
                Tile.load(space + at * bytes, to, j * width, width);
            }
        }
    }

    /// Puts bits where a window reaches over the edge at one of its places.
    final void coverPadding(int[] bits, int place, int cover) {
        for (int j = 0; j < count; j++) {
            if (table[(firstPosition + j) * size + place] < 0) {
                Arrays.fill(bits, j * width, (j + 1) * width, cover);
            }
        }
    }

    /// Puts numbers under one place of all windows; over the edge they are lost.
    final void scatter(float[] from, long space, int place) {
        long bytes = (long) channels * Float.BYTES;
        for (int j = 0; j < count; j++) {
            int at = table[(firstPosition + j) * size + place];
            if (at >= 0) {
                Tile.store(from, j * width, space + at * bytes, width);
            }
        }
    }

    /// Adds numbers under one place of all windows. No two windows have the same place there.
    final void add(float[] added, long space, int place) {
        gather(space, place, 0, row);
        Tile.add(added, row, n());
        scatter(row, space, place);
    }

    /// Zeroes the elements of the batch that this kernel works on.
    final void zero(long array) {
        long floats = (long) spaces * channels;
        Native.zero(
                array + firstElement * floats * Float.BYTES, (endElement - firstElement) * floats);
    }

    // ---- the largest

    /// What the kernels that look for the largest number share.
    abstract static class Largest extends PoolKernel {
        /// The bits of -0.0, which [#plain] leaves nowhere.
        private static final int NEVER = 1 << 31;

        private final float[] largest = new float[length()];
        private final int[] largestBits = new int[length()];
        private final int[] bits = new int[length()];
        private final int[] open = new int[length()];

        Largest(WindowPlaces places, Elements elements, long space, long values) {
            super(places, elements, space, values);
        }

        /// The largest numbers, in [#largest]; minus infinity where all is padding.
        final float[] largest(long x) {
            int n = n();
            gather(x, 0, Float.NEGATIVE_INFINITY, largest);
            for (int place = 1; place < size(); place++) {
                gather(x, place, Float.NEGATIVE_INFINITY, row);
                maximum(row, largest, n);
            }
            return largest;
        }

        private static void maximum(float[] from, float[] to, int n) {
            for (int i = 0; i < n; i++) {
                to[i] = Math.max(to[i], from[i]);
            }
        }

        /// Begins to look for the first place of each largest number.
        final void seek(long x) {
            float[] sought = largest(x);
            plain(sought, n());
            Work.copyBits(sought, largestBits, n());
            Arrays.fill(open, 0, n(), -1);
        }

        /// Masks, all bits or none, of the numbers that are the largest at a place and at none before.
        final int[] found(long x, int place) {
            int n = n();
            gather(x, place, 0, row);
            plain(row, n);
            Work.copyBits(row, bits, n);
            coverPadding(bits, place, NEVER);
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

        static void keep(int[] values, int[] masks, int[] kept, int n) {
            for (int i = 0; i < n; i++) {
                kept[i] = values[i] & masks[i];
            }
        }
    }

    static final class Max extends Largest {
        Max(WindowPlaces places, Elements elements, long x, long to) {
            super(places, elements, x, to);
        }

        @Override
        void windows(long space, long value) {
            Tile.store(largest(space), 0, value, n());
        }
    }

    static final class MaxScatter extends Largest {
        private final long shift;
        private final long to;
        private final int[] arriving = new int[length()];
        private final int[][] kept = new int[size()][length()];

        MaxScatter(WindowPlaces places, Elements elements, long x, long values, long to) {
            super(places, elements, x, values);
            this.shift = to - x;
            this.to = to;
        }

        @Override
        public void run(Moment moment) {
            zero(to);
            super.run(moment);
        }

        @Override
        void windows(long space, long value) {
            int n = n();
            seek(space);
            Tile.load(value, result, 0, n);
            Work.copyBits(result, arriving, n);
            for (int place = 0; place < size(); place++) {
                keep(arriving, found(space, place), kept[place], n);
            }
            // Backwards through the window is forwards through the positions, as to any one place.
            for (int place = size() - 1; place >= 0; place--) {
                Work.copyBits(kept[place], result, n);
                add(result, space + shift, place);
            }
        }
    }

    static final class MaxGather extends Largest {
        private final long fromX;
        private final long from;
        private final int[] numbers = new int[length()];
        private final int[] chosen = new int[length()];

        MaxGather(WindowPlaces places, Elements elements, long x, long values, long to) {
            super(places, elements, x, to);
            this.fromX = x;
            this.from = values;
        }

        @Override
        void windows(long space, long value) {
            int n = n();
            seek(space);
            Arrays.fill(chosen, 0, n, 0);
            for (int place = 0; place < size(); place++) {
                int[] masks = found(space, place);
                gather(space - fromX + from, place, 0, result);
                Work.copyBits(result, numbers, n);
                keep(numbers, masks, numbers, n);
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
        Sum(WindowPlaces places, Elements elements, long x, long to) {
            super(places, elements, x, to);
        }

        @Override
        void windows(long space, long value) {
            int n = n();
            Arrays.fill(result, 0, n, 0);
            for (int place = 0; place < size(); place++) {
                gather(space, place, 0, row);
                Tile.add(row, result, n);
            }
            Tile.store(result, 0, value, n);
        }
    }

    static final class SumScatter extends PoolKernel {
        private final long to;

        SumScatter(WindowPlaces places, Elements elements, long values, long to) {
            super(places, elements, to, values);
            this.to = to;
        }

        @Override
        public void run(Moment moment) {
            zero(to);
            super.run(moment);
        }

        @Override
        void windows(long space, long value) {
            Tile.load(value, result, 0, n());
            for (int place = size() - 1; place >= 0; place--) {
                add(result, space, place);
            }
        }
    }
}
