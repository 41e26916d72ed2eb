package dev.kiln.model;

import dev.kiln.layers.Declaration;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The numbers of one weight, wherever they are at present. Several models may share it.
final class Storage {
    private final Declaration declaration;

    /// Nothing where they are all 0 and nobody asked for them yet: what a file will fill takes its memory once.
    private @Nullable MemorySegment values;

    /// What keeps the memory alive.
    private @Nullable Object owner;

    private boolean isFilled;

    Storage(Declaration declaration) {
        WeightLimit.take(declaration.shape().size());
        this.declaration = declaration;
    }

    Declaration declaration() {
        return declaration;
    }

    long bytes() {
        return declaration.shape().size() * Float.BYTES;
    }

    MemorySegment values() {
        MemorySegment known = values;
        if (known == null) {
            Arena arena = Arena.ofAuto();
            known = arena.allocate(Math.max(bytes(), 4), 4).asSlice(0, bytes());
            values = known;
            owner = arena;
        }
        return known;
    }

    boolean isAt(MemorySegment place) {
        return values != null && values.address() == place.address();
    }

    /// Copies the numbers to another place, which holds them from now on.
    ///
    /// @param place all 0
    void moveTo(MemorySegment place, Object owner) {
        if (values != null && !isAt(place)) {
            MemorySegment.copy(values, 0, place, 0, bytes());
        }
        this.values = place;
        this.owner = owner;
    }

    float[] get() {
        return values().toArray(ValueLayout.JAVA_FLOAT);
    }

    /// Whether it was ever given numbers: a layer that a second model uses keeps what it has learned.
    boolean isFilled() {
        return isFilled;
    }

    void set(MemorySegment numbers) {
        isFilled = true;
        if (values != null) {
            values.copyFrom(numbers);
            return;
        }
        // Not zeroed first, as an allocation alone would be.
        Arena arena = Arena.ofAuto();
        values =
                arena.allocateFrom(
                        ValueLayout.JAVA_FLOAT,
                        numbers,
                        ValueLayout.JAVA_FLOAT_UNALIGNED,
                        0,
                        declaration.shape().size());
        owner = arena;
    }

    /// What keeps the memory of the numbers alive.
    @Nullable Object owner() {
        return owner;
    }
}
