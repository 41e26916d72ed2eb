package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.kiln.tensor.Shape;

import java.lang.foreign.MemorySegment;

/// Kernels that find or use whole-numbered indices.
final class TableKernel {
    private TableKernel() {}

    /// Index of the largest number along an axis, the first of equals; 0 where there is none but NaN.
    record LargestIndex(Shape shape, int axis, long from, long to) implements Kernel {
        @Override
        public void run(Moment moment) {
            int along = shape.get(axis);
            long inner = shape.slice(axis + 1, shape.rank()).size();
            long outer = shape.slice(0, axis).size();
            for (long o = 0; o < outer; o++) {
                for (long i = 0; i < inner; i++) {
                    long start = from + (o * along * inner + i) * Float.BYTES;
                    float best = Float.NEGATIVE_INFINITY;
                    int at = 0;
                    for (int a = 0; a < along; a++) {
                        float x = EVERYWHERE.get(JAVA_FLOAT, start + a * inner * Float.BYTES);
                        if (x > best) {
                            best = x;
                            at = a;
                        }
                    }
                    EVERYWHERE.set(JAVA_FLOAT, to + (o * inner + i) * Float.BYTES, at);
                }
            }
        }
    }

    /// @param before indices of the whole batch before the first of these
    private static int index(long indices, long place, long before, int rows) {
        float value = EVERYWHERE.get(JAVA_FLOAT, indices + place * Float.BYTES);
        int index = (int) value;
        // A fraction is cut off as Keras does; NaN would become 0.
        if (!(value > -1) || index >= rows) {
            throw new IndexOutOfTable(before + place, value, rows);
        }
        return index;
    }

    /// Rows of a table.
    record Lookup(long from, int rows, int row, long count, long table, long indices, long to)
            implements Kernel {
        @Override
        public void run(Moment moment) {
            long bytes = (long) row * Float.BYTES;
            for (long place = 0; place < count; place++) {
                int index = index(indices, place, from, rows);
                MemorySegment.copy(
                        EVERYWHERE, table + index * bytes, EVERYWHERE, to + place * bytes, bytes);
            }
        }
    }

    /// Rows added up in a table of zeros.
    static final class Accumulate implements Kernel {
        /// Up to so many numbers, a row is added in place sooner than by way of tiles.
        private static final int SHORT = 16;

        private final int rows;
        private final int row;
        private final long count;
        private final long indices;
        private final long updates;
        private final long to;
        private final float[] added = new float[Tile.SIZE];
        private final float[] sum = new float[Tile.SIZE];

        Accumulate(int rows, int row, long count, long indices, long updates, long to) {
            this.rows = rows;
            this.row = row;
            this.count = count;
            this.indices = indices;
            this.updates = updates;
            this.to = to;
        }

        @Override
        public void run(Moment moment) {
            long bytes = (long) row * Float.BYTES;
            Native.zero(to, (long) rows * row);
            for (long place = 0; place < count; place++) {
                long from = updates + place * bytes;
                long target = to + index(indices, place, 0, rows) * bytes;
                if (row <= SHORT) {
                    addShort(from, target, row);
                } else {
                    add(from, target);
                }
            }
        }

        private static void addShort(long from, long target, int floats) {
            int whole = floats & -4;
            for (int i = 0; i < whole; i += 4) {
                addFour(from + (long) i * Float.BYTES, target + (long) i * Float.BYTES);
            }
            for (int i = whole; i < floats; i++) {
                long shift = (long) i * Float.BYTES;
                float sum =
                        EVERYWHERE.get(JAVA_FLOAT, target + shift)
                                + EVERYWHERE.get(JAVA_FLOAT, from + shift);
                EVERYWHERE.set(JAVA_FLOAT, target + shift, sum);
            }
        }

        /// All are read before the first is written: the compiler cannot know that the two places are not the same.
        private static void addFour(long from, long target) {
            float s0 = EVERYWHERE.get(JAVA_FLOAT, target) + EVERYWHERE.get(JAVA_FLOAT, from);
            float s1 =
                    EVERYWHERE.get(JAVA_FLOAT, target + 4) + EVERYWHERE.get(JAVA_FLOAT, from + 4);
            float s2 =
                    EVERYWHERE.get(JAVA_FLOAT, target + 8) + EVERYWHERE.get(JAVA_FLOAT, from + 8);
            float s3 =
                    EVERYWHERE.get(JAVA_FLOAT, target + 12) + EVERYWHERE.get(JAVA_FLOAT, from + 12);
            EVERYWHERE.set(JAVA_FLOAT, target, s0);
            EVERYWHERE.set(JAVA_FLOAT, target + 4, s1);
            EVERYWHERE.set(JAVA_FLOAT, target + 8, s2);
            EVERYWHERE.set(JAVA_FLOAT, target + 12, s3);
        }

        private void add(long from, long target) {
            for (int done = 0; done < row; done += Tile.SIZE) {
                int n = Math.min(Tile.SIZE, row - done);
                long shift = (long) done * Float.BYTES;
                Tile.load(from + shift, added, 0, n);
                Tile.load(target + shift, sum, 0, n);
                Tile.add(added, sum, n);
                Tile.store(sum, 0, target + shift, n);
            }
        }
    }
}
