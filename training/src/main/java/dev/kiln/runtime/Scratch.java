package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Working memory that the kernels of an execution share: they run one after the other.
final class Scratch {
    private final List<float[]> tiles = new ArrayList<>();
    private final Map<Float, float[]> constants = new HashMap<>();
    private final Map<Use, float[]> arrays = new EnumMap<>(Use.class);
    private long size;
    private @Nullable Memory memory;
    private @Nullable Memory working;
    private @Nullable Scratch other;
    private @Nullable Scratch inside;
    private final List<Scratch> beside = new ArrayList<>();

    final Work work = new Work();
    final float[] lanes = new float[Tile.LANES];
    final float[] partial = new float[Tile.SIZE];
    final float[] row = new float[Tile.SIZE];
    final int[] bits = new int[Tile.SIZE];

    /// Working memory for another thread.
    Scratch other() {
        Scratch known = other;
        if (known == null) {
            known = new Scratch();
            other = known;
        }
        return known;
    }

    /// Working memory for kernels that run while others do.
    ///
    /// @param number of the lane that they are in; 0 has this one
    Scratch lane(int number) {
        while (beside.size() < number) {
            beside.add(new Scratch());
        }
        return number == 0 ? this : beside.get(number - 1);
    }

    /// Working memory for the body of a loop, while the program around it keeps its own.
    Scratch inside() {
        Scratch known = inside;
        if (known == null) {
            known = new Scratch();
            inside = known;
        }
        return known;
    }

    /// Where a program works, at least so many floats; the same memory until more are asked for. Programs keep what they
    /// were given.
    Memory working(long floats) {
        Memory known = working;
        if (known == null || known.size() < floats) {
            known = new Memory(floats);
            working = known;
        }
        return known;
    }

    boolean holds(long floats) {
        return working != null && working.size() >= floats;
    }

    /// A tile of [Tile#SIZE] floats on the heap; the same one for the same number.
    float[] tile(int number) {
        while (tiles.size() <= number) {
            tiles.add(new float[Tile.SIZE]);
        }
        return tiles.get(number);
    }

    /// A tile that holds one number everywhere and that nobody writes.
    float[] constant(float value) {
        return constants.computeIfAbsent(
                value,
                v -> {
                    float[] tile = new float[Tile.SIZE];
                    Arrays.fill(tile, v);
                    return tile;
                });
    }

    /// What arrays are for that kernels which run one after the other share.
    enum Use {
        IMAGE,
        VALUES,
        KERNEL,
        RIGHT,
        RESULT,
        BLOCKS,
        PRODUCTS
    }

    /// An array of at least so many floats; the same one for the same use, until a longer one is asked for.
    float[] array(Use use, int floats) {
        float[] known = arrays.get(use);
        if (known == null || known.length < floats) {
            known = new float[floats];
            arrays.put(use, known);
        }
        return known;
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
