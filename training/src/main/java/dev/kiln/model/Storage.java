package dev.kiln.model;

import dev.kiln.layers.Declaration;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The numbers of one weight, wherever they are at present. Several models may share it.
final class Storage {
    private final Declaration declaration;
    private MemorySegment values;

    /// What keeps the memory alive.
    private Object owner;

    private boolean isFilled;

    Storage(Declaration declaration) {
        WeightLimit.take(declaration.shape().size());
        this.declaration = declaration;
        this.owner = Arena.ofAuto();
        this.values = ((Arena) owner).allocate(Math.max(bytes(), 4), 4).asSlice(0, bytes());
    }

    Declaration declaration() {
        return declaration;
    }

    long bytes() {
        return declaration.shape().size() * Float.BYTES;
    }

    MemorySegment values() {
        return values;
    }

    boolean isAt(MemorySegment place) {
        return values.address() == place.address();
    }

    /// Copies the numbers to another place, which holds them from now on.
    void moveTo(MemorySegment place, Object owner) {
        if (!isAt(place)) {
            MemorySegment.copy(values, 0, place, 0, bytes());
        }
        this.values = place;
        this.owner = owner;
    }

    float[] get() {
        return values.toArray(ValueLayout.JAVA_FLOAT);
    }

    /// Whether it was ever given numbers: a layer that a second model uses keeps what it has learned.
    boolean isFilled() {
        return isFilled;
    }

    void set(float[] numbers) {
        isFilled = true;
        MemorySegment.copy(numbers, 0, values, ValueLayout.JAVA_FLOAT, 0, numbers.length);
    }

    /// What keeps the memory of the numbers alive.
    Object owner() {
        return owner;
    }
}
