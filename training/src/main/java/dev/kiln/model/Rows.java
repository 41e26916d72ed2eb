package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.layers.TextLayer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Rows for a model from what a program has: one array, a list with one an input, or a map by input name.
final class Rows {
    private Rows() {}

    /// @param y labels; null for rows to predict
    static Dataset of(Model model, Object x, @Nullable Object y) {
        if (!model.isBuilt() && model instanceof Sequential chain && chain.beginsWithTexts()) {
            chain.build(Texts.of("x", x).row());
        }
        boolean isBuilt = model.isBuilt();
        var inputNames =
                isBuilt ? model.inputs().stream().map(ModelInput::name).toList() : List.of("x");
        var outputNames = isBuilt ? model.outputNames() : List.of("y");
        var inputs =
                arrays(
                        "x",
                        x,
                        inputNames,
                        (what, input, given) ->
                                isBuilt
                                        ? model.textLayer(input)
                                                .map(layer -> texts(what, given, layer))
                                                .orElseGet(() -> numbers(what, given))
                                        : numbers(what, given));
        var targets =
                y == null
                        ? List.<FloatArray>of()
                        : arrays("y", y, outputNames, (what, _, given) -> numbers(what, given));
        if (inputs.size() == 1
                && targets.size() == 1
                && inputs.getFirst().rows() != targets.getFirst().rows()) {
            // Says that x and y differ; the names of layers would not.
            return Dataset.of(inputs.getFirst(), targets.getFirst());
        }
        return Dataset.of(
                inputNames.subList(0, inputs.size()),
                inputs,
                outputNames.subList(0, targets.size()),
                targets);
    }

    /// How one array is made of what was given for it.
    private interface Reading {
        FloatArray of(String what, int place, Object given);
    }

    /// Texts as numbers; numbers that the layer has made already stay.
    private static FloatArray texts(String what, Object given, TextLayer layer) {
        return given instanceof FloatArray || given instanceof float[][] || given instanceof float[]
                ? FloatArray.of(given)
                : Texts.of(what, given).numbers(layer);
    }

    private static List<FloatArray> arrays(
            String what, Object given, List<String> names, Reading reading) {
        var arrays = new ArrayList<FloatArray>();
        if (given instanceof Map<?, ?> map) {
            for (String name : names) {
                Object value = map.get(name);
                if (value == null) {
                    throw new UserError(
                            "E136",
                            what + " has nothing for " + name + ".",
                            "Name one array each for: " + String.join(", ", names) + ".");
                }
                arrays.add(reading.of(name, arrays.size(), value));
            }
            return arrays;
        }
        if (names.size() == 1) {
            boolean isListOfOne =
                    given instanceof List<?> list
                            && list.size() == 1
                            && !(list.getFirst() instanceof Number)
                            && !(list.getFirst() instanceof CharSequence);
            arrays.add(reading.of(what, 0, isListOfOne ? ((List<?>) given).getFirst() : given));
            return arrays;
        }
        if (!(given instanceof List<?> list) || list.size() != names.size()) {
            throw new UserError(
                    "E136",
                    "the model takes "
                            + names.size()
                            + " arrays as "
                            + what
                            + ", one each for "
                            + String.join(", ", names)
                            + ".",
                    "Give List.of(…) with " + names.size() + " arrays.");
        }
        list.forEach(item -> arrays.add(reading.of(what, arrays.size(), item)));
        return arrays;
    }

    private static FloatArray numbers(String what, Object given) {
        Object first = given;
        while (first instanceof Object[] array && array.length > 0
                || first instanceof List<?> list && !list.isEmpty()) {
            first = first instanceof Object[] array ? array[0] : ((List<?>) first).getFirst();
        }
        if (first instanceof CharSequence text) {
            throw new UserError(
                    "E128",
                    what + " holds text, for example \"" + text + "\", where numbers are needed.",
                    what.equals("y")
                            ? "Number the classes first: List.of(\"a\", \"b\", …).indexOf(text), or read the data with"
                                    + " %data, which does it."
                            : "Turn it into numbers first: Double.parseDouble(text), or read the data with %data, which does"
                                    + " it.");
        }
        return FloatArray.of(given);
    }
}
