package dev.kiln.checks;

import dev.kiln.layers.Layer;
import dev.kiln.layers.Names;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/// What checks ask of a layer, without the list of all layers: to make that takes longer than to compile a model.
final class LayerKind {
    private LayerKind() {}

    /// The name of its kind as `max_pooling2d`; empty for a layer of the user's own.
    static String of(Layer layer) {
        return layer.getClass().getPackage() == Layer.class.getPackage() ? Names.kind(layer) : "";
    }

    /// An argument of its record; null where it has none of that name.
    static @Nullable Object argument(Layer layer, String name) {
        if (!layer.getClass().isRecord()) {
            return null;
        }
        for (RecordComponent component : layer.getClass().getRecordComponents()) {
            if (component.getName().equals(name)) {
                try {
                    return component.getAccessor().invoke(layer);
                } catch (InvocationTargetException | IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return null;
    }
}
