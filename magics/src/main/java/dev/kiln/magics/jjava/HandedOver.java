package dev.kiln.magics.jjava;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Values on their way from a magic into a Java variable of the notebook: Java source can only name them.
public final class HandedOver {
    private static final Map<String, Object> VALUES = new ConcurrentHashMap<>();

    private HandedOver() {}

    static void put(String name, Object value) {
        VALUES.put(name, value);
    }

    /// Takes a value; each is taken once.
    ///
    /// @throws NullPointerException where nothing was put under the name
    public static <T> T take(String name) {
        return cast(VALUES.remove(name), name);
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(@Nullable Object value, String name) {
        return (T) Objects.requireNonNull(value, name);
    }
}
