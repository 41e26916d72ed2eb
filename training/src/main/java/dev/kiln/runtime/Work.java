package dev.kiln.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Arrays for values between the passes of a loop over tiles.
///
/// Floats become bit patterns and back by copies of memory, not by `floatToRawIntBits`: the compiler makes vectors of
/// the loops around a copy, but not of loops that look at bits.
final class Work {
    final float[] polynomial = new float[Tile.SIZE];
    final int[] exponents = new int[Tile.SIZE];
    final int[] bits = new int[Tile.SIZE];
    final int[] otherBits = new int[Tile.SIZE];
    final float[] first = new float[Tile.SIZE];
    final float[] second = new float[Tile.SIZE];
    final float[] near = new float[Tile.SIZE];
    private final MemorySegment bitsSegment = MemorySegment.ofArray(bits);
    private final MemorySegment firstSegment = MemorySegment.ofArray(first);
    private final MemorySegment secondSegment = MemorySegment.ofArray(second);

    /// [#first] gets the floats that [#bits] are.
    void toFirst(int n) {
        MemorySegment.copy(
                bitsSegment, ValueLayout.JAVA_INT, 0, firstSegment, ValueLayout.JAVA_INT, 0, n);
    }

    /// [#second] gets the floats that [#bits] are.
    void toSecond(int n) {
        MemorySegment.copy(
                bitsSegment, ValueLayout.JAVA_INT, 0, secondSegment, ValueLayout.JAVA_INT, 0, n);
    }

    static void copyBits(float[] from, int[] to, int n) {
        MemorySegment.copy(MemorySegment.ofArray(from), ValueLayout.JAVA_INT, 0, to, 0, n);
    }

    static void copyBits(int[] from, float[] to, int n) {
        MemorySegment.copy(from, 0, MemorySegment.ofArray(to), ValueLayout.JAVA_INT, 0, n);
    }
}
