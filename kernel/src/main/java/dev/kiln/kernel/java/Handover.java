package dev.kiln.kernel.java;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;

/// Hands an object to the cell's declaration that takes it.
public final class Handover {
    private static final AtomicReference<@Nullable Object> OBJECT = new AtomicReference<>();

    private Handover() {}

    static void give(Object object) {
        OBJECT.set(object);
    }

    /// The object given last; called by the declaration.
    public static @Nullable Object take() {
        return OBJECT.getAndSet(null);
    }
}
