package dev.kiln.saving;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Masks that Keras writes down as operations of a functional model: where a layer that makes masks is followed by one
/// that hands its own on, the file says `not_equal(ids, 0)` and gives it to the call. Kiln's layers make and hand on their
/// masks by themselves, so these operations are left out.
final class WrittenMasks {
    /// What combines masks, and shapes them so that they can be.
    private static final Set<String> COMBINING =
            Set.of(
                    "Any",
                    "All",
                    "LogicalAnd",
                    "LogicalOr",
                    "LogicalNot",
                    "ExpandDims",
                    "BroadcastTo",
                    "Concatenate",
                    "Squeeze",
                    "Reshape");

    /// What makes a mask of the shape of an input that has none.
    private static final Set<String> FILLED = Set.of("OnesLike", "ZerosLike");

    private WrittenMasks() {}

    /// The names of the operations that only say what layers do anyway.
    ///
    /// @param layers descriptions, as a file has them
    static Set<String> of(List<?> layers) {
        var masked = new HashSet<String>();
        for (Object item : layers) {
            if (item instanceof Map<?, ?> layer && makesMasks(layer)) {
                tensors(layer.get("inbound_nodes"), masked);
            }
        }
        var masks = new HashSet<String>();
        boolean isMore = true;
        while (isMore) {
            isMore = false;
            for (Object item : layers) {
                if (item instanceof Map<?, ?> layer && isMask(layer, masked, masks)) {
                    isMore |= masks.add(String.valueOf(layer.get("name")));
                }
            }
        }
        keepOperands(layers, masks);
        return masks;
    }

    /// What another operation computes with is no mask alone: `where(ids != 0, x, 0)`.
    private static void keepOperands(List<?> layers, Set<String> masks) {
        boolean isMore = true;
        while (isMore) {
            isMore = false;
            for (Object item : layers) {
                if (item instanceof Map<?, ?> layer
                        && isOperation(layer)
                        && !masks.contains(String.valueOf(layer.get("name")))) {
                    var operands = new HashSet<String>();
                    tensors(layer.get("inbound_nodes"), operands);
                    isMore |= masks.removeAll(operands);
                }
            }
        }
    }

    private static boolean makesMasks(Map<?, ?> layer) {
        boolean isMasking = "Masking".equals(layer.get("class_name"));
        return isMasking
                || layer.get("config") instanceof Map<?, ?> config
                        && Boolean.TRUE.equals(config.get("mask_zero"));
    }

    private static boolean isMask(Map<?, ?> layer, Set<String> masked, Set<String> masks) {
        if (!isOperation(layer)) {
            return false;
        }
        var sources = new HashSet<String>();
        tensors(layer.get("inbound_nodes"), sources);
        Object kind = layer.get("class_name");
        if (FILLED.contains(String.valueOf(kind))) {
            return String.valueOf(layer.get("inbound_nodes")).contains("dtype=bool")
                    || layer.get("config") instanceof Map<?, ?> config
                            && "bool".equals(config.get("dtype"));
        }
        return !sources.isEmpty()
                && (kind.equals("NotEqual") && masked.containsAll(sources)
                        || COMBINING.contains(String.valueOf(kind)) && masks.containsAll(sources));
    }

    static boolean isOperation(Map<?, ?> layer) {
        String module = String.valueOf(layer.get("module"));
        return module.startsWith("keras.src.ops") || module.startsWith("keras.ops");
    }

    /// Adds the names of the layers that give the tensors of a description.
    private static void tensors(@Nullable Object value, Set<String> names) {
        String source = source(value);
        if (source != null) {
            names.add(source);
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(inner -> tensors(inner, names));
        } else if (value instanceof List<?> list) {
            list.forEach(inner -> tensors(inner, names));
        }
    }

    /// The name of the layer that gives a tensor; null for anything else.
    static @Nullable String source(@Nullable Object tensor) {
        return tensor instanceof Map<?, ?> map
                        && "__keras_tensor__".equals(map.get("class_name"))
                        && map.get("config") instanceof Map<?, ?> config
                        && config.get("keras_history") instanceof List<?> history
                        && !history.isEmpty()
                ? String.valueOf(history.getFirst())
                : null;
    }
}
