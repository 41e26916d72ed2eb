package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// The compiled [RowMove]s.
enum RowMoves {
    COPY,
    ADD;

    /// Few numbers, so that it is called often: that is what makes the virtual machine compile it.
    private static final int ROWS = 4;

    private static final int FLOATS = 32;
    private static final int ROUND = 100;

    /// What only moves numbers takes about as long as loops that the virtual machine can turn into vectors.
    private static final double LIKE_LOOPS = 1.5;

    private final Promoted<RowMove> promoted = promoted();

    /// The one for rows of so many numbers, once it is fast; null where each row is moved by itself until then, or always.
    ///
    /// @param floats of a row
    /// @param rows   that are to be moved now
    @Nullable RowMove of(int floats, long rows) {
        return suits(floats) ? promoted.after(rows * floats) : null;
    }

    /// Whether rows of so many numbers can be moved by whole vectors.
    private static boolean suits(int floats) {
        return TileProducts.LANES > 0 && floats > 0 && floats % TileProducts.LANES == 0;
    }

    RowMove compiled() throws ReflectiveOperationException {
        return RowMoveCompiler.compile(this == ADD, TileProducts.LANES);
    }

    private Promoted<RowMove> promoted() {
        var from = new Memory((long) ROWS * FLOATS);
        var to = new Memory((long) ROWS * FLOATS);
        int[] list = new int[ROWS];
        Arrays.setAll(list, row -> row);
        return new Promoted<>(
                this::compiled,
                move -> run(move, from, to, list),
                () -> run(loops(), from, to, list),
                LIKE_LOOPS);
    }

    private static void run(RowMove move, Memory from, Memory to, int[] list) {
        long bytes = (long) FLOATS * Float.BYTES;
        for (int i = 0; i < ROUND; i++) {
            move.run(
                    EVERYWHERE,
                    from.address(),
                    list,
                    0,
                    bytes,
                    to.address(),
                    list,
                    0,
                    bytes,
                    ROWS,
                    FLOATS);
        }
    }

    /// The same number by number, with the same bits.
    RowMove loops() {
        return (memory,
                from,
                sources,
                firstSource,
                sourceBytes,
                to,
                targets,
                firstTarget,
                targetBytes,
                count,
                floats) -> {
            for (int row = 0; row < count; row++) {
                long source = from + sources[firstSource + row] * sourceBytes;
                long target = to + targets[firstTarget + row] * targetBytes;
                for (int i = 0; i < floats; i++) {
                    long shift = (long) i * Float.BYTES;
                    float number = memory.get(JAVA_FLOAT, source + shift);
                    float before = this == ADD ? memory.get(JAVA_FLOAT, target + shift) : 0;
                    memory.set(JAVA_FLOAT, target + shift, this == ADD ? number + before : number);
                }
            }
        };
    }
}
