package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The compiled [RowMove]s.
enum RowMoves {
    COPY,
    ADD;

    private static final int ROWS = 64;
    private static final int FLOATS = 64;

    private static final Map<RowMoves, RowMove> MADE = new ConcurrentHashMap<>();

    /// Whether rows of so many numbers can be moved by whole vectors.
    static boolean suits(int floats) {
        return TileProducts.LANES > 0 && floats > 0 && floats % TileProducts.LANES == 0;
    }

    /// The compiled one; the first call makes it, and [Warming] sees to it that it is fast.
    RowMove compiled() {
        return MADE.computeIfAbsent(this, RowMoves::make);
    }

    private static RowMove make(RowMoves wanted) {
        try {
            RowMove made = RowMoveCompiler.compile(wanted == ADD, TileProducts.LANES);
            wanted.warm(made);
            return made;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no move of rows: " + wanted, e);
        }
    }

    private void warm(RowMove made) {
        var from = new Memory((long) ROWS * FLOATS);
        var to = new Memory((long) ROWS * FLOATS);
        int[] list = new int[ROWS];
        Arrays.setAll(list, row -> row);
        Warming.await(
                () -> run(made, from, to, list),
                () -> run(loops(), from, to, list),
                Warming.LIKE_LOOPS);
    }

    private static void run(RowMove move, Memory from, Memory to, int[] list) {
        long bytes = (long) FLOATS * Float.BYTES;
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
