package dev.kiln.layers;

import java.util.Locale;
import java.util.Objects;

/// What layers are called as long as they have no name: their kind in Keras' snake case.
public final class Names {
    private Names() {}

    /// The layer's own name, else its kind.
    public static String of(Layer layer) {
        return Objects.requireNonNullElseGet(layer.settings().name(), () -> kind(layer));
    }

    /// As its class is called in Java: `MaxPooling2D`; a lambda is `Lambda`.
    public static String type(Layer layer) {
        Class<?> type = layer.getClass();
        return type.isSynthetic() || type.isAnonymousClass() ? "Lambda" : type.getSimpleName();
    }

    /// `MaxPooling2D` is `max_pooling2d`, `PReLU` is `p_re_lu`; a lambda is `lambda`.
    public static String kind(Layer layer) {
        Class<?> type = layer.getClass();
        return type.isSynthetic() || type.isAnonymousClass()
                ? "lambda"
                : snakeCase(type.getSimpleName());
    }

    /// As Keras forms the names of layers.
    public static String snakeCase(String name) {
        return name.replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
