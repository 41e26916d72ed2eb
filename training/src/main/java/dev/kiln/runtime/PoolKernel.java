package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

/// Windows that take the largest number or the sum, each channel on its own.
abstract class PoolKernel implements Kernel {
    private final int[] table;
    private final int batch;
    private final int positions;
    private final int spaces;
    private final int size;
    private final int channels;

    PoolKernel(WindowPlaces places) {
        this.table = places.table();
        this.batch = places.batch();
        this.positions = places.positions();
        this.spaces = places.spaces();
        this.size = places.size();
        this.channels = places.channels();
    }

    /// @param x        address of the batch element's first channel row in space
    /// @param position address offset of the position's first channel, bytes
    abstract void window(long spaceOffset, long position, int first);

    @Override
    public void run(Moment moment) {
        for (int b = 0; b < batch; b++) {
            long space = (long) b * spaces * channels * Float.BYTES;
            for (int p = 0; p < positions; p++) {
                window(space, ((long) b * positions + p) * channels * Float.BYTES, p * size);
            }
        }
    }

    int channels() {
        return channels;
    }

    long spaceBytes() {
        return (long) batch * spaces * channels * Float.BYTES;
    }

    /// Where the largest number of a channel is, from the element's start, bytes; -1 where all is padding.
    long largest(long x, int first, int channel) {
        long best = -1;
        float value = Float.NEGATIVE_INFINITY;
        for (int w = first; w < first + size; w++) {
            if (table[w] < 0) {
                continue;
            }
            long at = ((long) table[w] * channels + channel) * Float.BYTES;
            float number = EVERYWHERE.get(JAVA_FLOAT, x + at);
            if (best < 0 || number > value || (Float.isNaN(number) && !Float.isNaN(value))) {
                best = at;
                value = number;
            }
        }
        return best;
    }

    static final class Max extends PoolKernel {
        private final long x;
        private final long to;

        Max(WindowPlaces places, long x, long to) {
            super(places);
            this.x = x;
            this.to = to;
        }

        @Override
        void window(long spaceOffset, long position, int first) {
            for (int c = 0; c < channels(); c++) {
                long at = largest(x + spaceOffset, first, c);
                EVERYWHERE.set(JAVA_FLOAT, to + position + (long) c * Float.BYTES,
                        at < 0 ? Float.NEGATIVE_INFINITY : EVERYWHERE.get(JAVA_FLOAT, x + spaceOffset + at));
            }
        }
    }

    static final class MaxScatter extends PoolKernel {
        private final long x;
        private final long values;
        private final long to;

        MaxScatter(WindowPlaces places, long x, long values, long to) {
            super(places);
            this.x = x;
            this.values = values;
            this.to = to;
        }

        @Override
        public void run(Moment moment) {
            EVERYWHERE.asSlice(to, spaceBytes()).fill((byte) 0);
            super.run(moment);
        }

        @Override
        void window(long spaceOffset, long position, int first) {
            for (int c = 0; c < channels(); c++) {
                long at = largest(x + spaceOffset, first, c);
                if (at >= 0) {
                    float value = EVERYWHERE.get(JAVA_FLOAT, values + position + (long) c * Float.BYTES);
                    long target = to + spaceOffset + at;
                    EVERYWHERE.set(JAVA_FLOAT, target, EVERYWHERE.get(JAVA_FLOAT, target) + value);
                }
            }
        }
    }

    static final class MaxGather extends PoolKernel {
        private final long x;
        private final long values;
        private final long to;

        MaxGather(WindowPlaces places, long x, long values, long to) {
            super(places);
            this.x = x;
            this.values = values;
            this.to = to;
        }

        @Override
        void window(long spaceOffset, long position, int first) {
            for (int c = 0; c < channels(); c++) {
                long at = largest(x + spaceOffset, first, c);
                EVERYWHERE.set(JAVA_FLOAT, to + position + (long) c * Float.BYTES,
                        at < 0 ? 0 : EVERYWHERE.get(JAVA_FLOAT, values + spaceOffset + at));
            }
        }
    }

    static final class Sum extends PoolKernel {
        private final long x;
        private final long to;

        Sum(WindowPlaces places, long x, long to) {
            super(places);
            this.x = x;
            this.to = to;
        }

        @Override
        void window(long spaceOffset, long position, int first) {
            for (int c = 0; c < channels(); c++) {
                float sum = 0;
                for (int w = 0; w < size(); w++) {
                    int place = place(first + w);
                    if (place >= 0) {
                        sum += EVERYWHERE.get(
                                JAVA_FLOAT, x + spaceOffset + ((long) place * channels() + c) * Float.BYTES);
                    }
                }
                EVERYWHERE.set(JAVA_FLOAT, to + position + (long) c * Float.BYTES, sum);
            }
        }
    }

    static final class SumScatter extends PoolKernel {
        private final long values;
        private final long to;

        SumScatter(WindowPlaces places, long values, long to) {
            super(places);
            this.values = values;
            this.to = to;
        }

        @Override
        public void run(Moment moment) {
            EVERYWHERE.asSlice(to, spaceBytes()).fill((byte) 0);
            super.run(moment);
        }

        @Override
        void window(long spaceOffset, long position, int first) {
            for (int w = 0; w < size(); w++) {
                int place = place(first + w);
                for (int c = 0; place >= 0 && c < channels(); c++) {
                    long target = to + spaceOffset + ((long) place * channels() + c) * Float.BYTES;
                    float value = EVERYWHERE.get(JAVA_FLOAT, values + position + (long) c * Float.BYTES);
                    EVERYWHERE.set(JAVA_FLOAT, target, EVERYWHERE.get(JAVA_FLOAT, target) + value);
                }
            }
        }
    }

    int size() {
        return size;
    }

    int place(int at) {
        return table[at];
    }
}
