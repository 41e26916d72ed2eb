package dev.kiln.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Working memory that the kernels of an execution share: they run one after the other.
final class Scratch {
    private final List<float[]> tiles = new ArrayList<>();
    private long size;
    private @Nullable Memory memory;

    /// A tile of [Tile#SIZE] floats on the heap; the same one for the same number.
    float[] tile(int number) {
        while (tiles.size() <= number) {
            tiles.add(new float[Tile.SIZE]);
        }
        return tiles.get(number);
    }

    /// Says, before the first run, how much memory outside the heap a kernel needs.
    ///
    /// @param floats how many
    void reserve(long floats) {
        size = Math.max(size, floats);
    }

    /// Where that memory is, during a run.
    long address() {
        if (memory == null || memory.size() < size) {
            memory = new Memory(size);
        }
        return memory.address();
    }
}
