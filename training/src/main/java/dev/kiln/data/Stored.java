package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.Map;

/// Reads preparation back from the texts, numbers, lists and maps of a file.
final class Stored {
    private Stored() {}

    static Object value(Map<?, ?> settings, String name) {
        Object value = settings.get(name);
        if (value == null) {
            throw unknown("preparation without " + name);
        }
        return value;
    }

    static double number(Map<?, ?> settings, String name) {
        return value(settings, name) instanceof Number number
                ? number.doubleValue()
                : unknownNumber(name);
    }

    static List<String> texts(Map<?, ?> settings, String name) {
        return list(settings, name).stream().map(String::valueOf).toList();
    }

    static List<Double> numbers(Map<?, ?> settings, String name) {
        return list(settings, name).stream()
                .map(
                        item ->
                                item instanceof Number number
                                        ? number.doubleValue()
                                        : unknownNumber(name))
                .toList();
    }

    static List<Map<?, ?>> maps(Map<?, ?> settings, String name) {
        return list(settings, name).stream().<Map<?, ?>>map(item -> map(item, name)).toList();
    }

    static Map<?, ?> map(Map<?, ?> settings, String name) {
        return map(value(settings, name), name);
    }

    static Shape shape(Map<?, ?> settings, String name) {
        return new Shape(numbers(settings, name).stream().map(Double::intValue).toList());
    }

    static UserError unknown(String what) {
        return new UserError(
                "E127",
                "the file holds a " + what + ", which this version does not know.",
                "Save the model again with this version.");
    }

    private static Map<?, ?> map(Object item, String name) {
        if (item instanceof Map<?, ?> map) {
            return map;
        }
        throw unknown("preparation whose " + name + " is no map");
    }

    private static List<?> list(Map<?, ?> settings, String name) {
        if (value(settings, name) instanceof List<?> list) {
            return list;
        }
        throw unknown("preparation whose " + name + " is no list");
    }

    private static double unknownNumber(String name) {
        throw unknown("preparation whose " + name + " is no number");
    }
}
