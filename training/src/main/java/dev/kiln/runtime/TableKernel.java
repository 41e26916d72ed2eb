package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.kiln.plan.View;
import dev.kiln.tensor.Shape;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Kernels that find or use whole-numbered indices.
final class TableKernel {
    /// Indices that are read at a time.
    private static final int AT_A_TIME = 1024;

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

    /// Rows of a table.
    static final class Lookup implements Kernel {
        private final int row;
        private final long count;
        private final long table;
        private final long indices;
        private final long to;
        private final Indices found;
        private final int[] next = new int[AT_A_TIME];

        /// @param from indices of the whole batch before the first of these
        Lookup(long from, int rows, int row, long count, long table, long indices, long to) {
            this.row = row;
            this.count = count;
            this.table = table;
            this.indices = indices;
            this.to = to;
            this.found = new Indices(from, rows, AT_A_TIME);
            Arrays.setAll(next, i -> i);
        }

        @Override
        public void run(Moment moment) {
            long bytes = (long) row * Float.BYTES;
            RowMove move = RowMoves.COPY.of(row, count);
            for (long place = 0; place < count; place += AT_A_TIME) {
                int now = (int) Math.min(AT_A_TIME, count - place);
                int[] rows = found.read(indices, place, now);
                long target = to + place * bytes;
                if (move != null) {
                    move.run(EVERYWHERE, table, rows, 0, bytes, target, next, 0, bytes, now, row);
                    continue;
                }
                for (int i = 0; i < now; i++) {
                    MemorySegment.copy(
                            EVERYWHERE,
                            table + rows[i] * bytes,
                            EVERYWHERE,
                            target + i * bytes,
                            bytes);
                }
            }
        }
    }

    /// Sums of so many rows of a table each.
    static final class SummedLookup implements Kernel {
        private final int row;
        private final int length;
        private final long sums;
        private final int atATime;
        private final long table;
        private final long indices;
        private final long to;
        private final Indices found;
        private final RowSum loops;

        /// @param from   indices of the whole batch before the first of these
        /// @param length rows of a sum, at least one
        /// @param sums   how many
        SummedLookup(
                long from,
                int rows,
                int row,
                int length,
                long sums,
                long table,
                long indices,
                long to) {
            this.row = row;
            this.length = length;
            this.sums = sums;
            this.atATime = Math.max(AT_A_TIME / length, 1);
            this.table = table;
            this.indices = indices;
            this.to = to;
            this.found = new Indices(from, rows, atATime * length);
            this.loops = new RowSums.Loops(row);
        }

        @Override
        public void run(Moment moment) {
            RowSum fast = RowSums.after(row, sums * length * row);
            RowSum sum = fast == null ? loops : fast;
            for (long first = 0; first < sums; first += atATime) {
                int now = (int) Math.min(atATime, sums - first);
                int[] rows = found.read(indices, first * length, now * length);
                sum.run(EVERYWHERE, table, rows, length, now, to + first * row * Float.BYTES, row);
            }
        }
    }

    /// Rows added up in a table of zeros.
    static final class Accumulate implements Kernel {
        /// Up to so many numbers, a row is added in place sooner than by way of tiles.
        private static final int SHORT = 16;

        private final int rows;
        private final int row;
        private final long indices;

        /// Where each row of the updates begins, in floats.
        private final int[] starts;

        private final long updates;
        private final long to;
        private final Indices found;
        private final float[] added = new float[Tile.SIZE];
        private final float[] sum = new float[Tile.SIZE];

        /// @param starts where each row of the updates begins, in floats from `updates`
        Accumulate(int rows, int row, int[] starts, long indices, long updates, long to) {
            this.rows = rows;
            this.row = row;
            this.starts = starts;
            this.indices = indices;
            this.updates = updates;
            this.to = to;
            this.found = new Indices(0, rows, AT_A_TIME);
        }

        /// Where the rows of an array begin, in floats from its start.
        ///
        /// @param axes how many axes say which row it is
        static int[] starts(View view, int axes) {
            int[] starts = {0};
            for (int axis = 0; axis < axes; axis++) {
                int size = view.shape().get(axis);
                int stride = view.strides().get(axis);
                int[] next = new int[starts.length * size];
                for (int i = 0; i < next.length; i++) {
                    next[i] = starts[i / size] + i % size * stride;
                }
                starts = next;
            }
            return starts;
        }

        @Override
        public void run(Moment moment) {
            long bytes = (long) row * Float.BYTES;
            Native.zero(to, (long) rows * row);
            RowMove move = RowMoves.ADD.of(row, starts.length);
            for (int place = 0; place < starts.length; place += AT_A_TIME) {
                int now = Math.min(AT_A_TIME, starts.length - place);
                int[] targets = found.read(indices, place, now);
                if (move != null) {
                    move.run(
                            EVERYWHERE,
                            updates,
                            starts,
                            place,
                            Float.BYTES,
                            to,
                            targets,
                            0,
                            bytes,
                            now,
                            row);
                    continue;
                }
                for (int i = 0; i < now; i++) {
                    long from = updates + (long) starts[place + i] * Float.BYTES;
                    long target = to + targets[i] * bytes;
                    if (row <= SHORT) {
                        addShort(from, target, row);
                    } else {
                        add(from, target);
                    }
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
