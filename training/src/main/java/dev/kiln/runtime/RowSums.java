package dev.kiln.runtime;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The compiled [RowSum]s.
enum RowSums {
    /// Rows of whole vectors.
    WHOLE,
    /// Rows of any width.
    ANY;

    /// Few numbers, so that it is called often: that is what makes the virtual machine compile it.
    private static final int LENGTH = 5;

    private static final int FLOATS = 32;
    private static final int ROUND = 100;

    /// What was compiled to vectors holds the sums in registers.
    private static final double FASTER = 0.5;

    private final Promoted<RowSum> promoted = promoted();

    /// The one for rows of so many numbers, once it is fast.
    ///
    /// @param floats  of a row
    /// @param numbers that are to be added up now
    static @Nullable RowSum after(int floats, long numbers) {
        if (TileProducts.LANES == 0) {
            return null;
        }
        return (floats % TileProducts.LANES == 0 ? WHOLE : ANY).promoted.after(numbers);
    }

    RowSum compiled() throws ReflectiveOperationException {
        return RowSumCompiler.compile(TileProducts.LANES, this == WHOLE);
    }

    private Promoted<RowSum> promoted() {
        int floats = FLOATS - (this == WHOLE ? 0 : 1);
        var table = new Memory((long) LENGTH * floats);
        var to = new Memory(floats);
        int[] rows = new int[LENGTH];
        Arrays.setAll(rows, row -> row);
        var loops = new Loops(floats);
        return new Promoted<>(
                this::compiled,
                sum -> run(sum, table, rows, to, floats),
                () -> run(loops, table, rows, to, floats),
                FASTER);
    }

    private static void run(RowSum sum, Memory table, int[] rows, Memory to, int floats) {
        for (int i = 0; i < ROUND; i++) {
            sum.run(Native.EVERYWHERE, table.address(), rows, LENGTH, 1, to.address(), floats);
        }
    }

    /// The same row by row, with the same bits.
    static final class Loops implements RowSum {
        private static final int PARTS = 2;

        private final float[][] sums;
        private final float[] row;

        /// @param floats of a row
        Loops(int floats) {
            sums = new float[PARTS][floats];
            row = new float[floats];
        }

        @Override
        public void run(
                MemorySegment memory,
                long table,
                int[] rows,
                int length,
                int count,
                long to,
                int floats) {
            long bytes = (long) floats * Float.BYTES;
            int whole = length & -PARTS;
            for (int sum = 0; sum < count; sum++) {
                for (float[] part : sums) {
                    Arrays.fill(part, 0);
                }
                for (int i = 0; i < length; i++) {
                    long from = table + rows[sum * length + i] * bytes;
                    MemorySegment.copy(memory, JAVA_FLOAT, from, row, 0, floats);
                    Tile.add(row, sums[i < whole ? i % PARTS : 0], floats);
                }
                Tile.add(sums[1], sums[0], floats);
                Tile.store(sums[0], 0, to + sum * bytes, floats);
            }
        }
    }
}
