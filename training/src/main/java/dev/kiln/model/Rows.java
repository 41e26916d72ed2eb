package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Rows for a model from what a program has: one array, a list with one an input, or a map by input name.
final class Rows {
    private Rows() {}

    /// @param y labels; null for rows to predict
    static Dataset of(Model model, Object x, @Nullable Object y) {
        boolean isBuilt = model.isBuilt();
        var inputNames =
                isBuilt ? model.inputs().stream().map(ModelInput::name).toList() : List.of("x");
        var outputNames = isBuilt ? model.outputNames() : List.of("y");
        var inputs = arrays("x", x, inputNames);
        var targets = y == null ? List.<FloatArray>of() : arrays("y", y, outputNames);
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

    private static List<FloatArray> arrays(String what, Object given, List<String> names) {
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
                arrays.add(numbers(name, value));
            }
            return arrays;
        }
        if (names.size() == 1) {
            boolean isListOfOne =
                    given instanceof List<?> list
                            && list.size() == 1
                            && !(list.getFirst() instanceof Number);
            arrays.add(numbers(what, isListOfOne ? ((List<?>) given).getFirst() : given));
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
        list.forEach(item -> arrays.add(numbers(what, item)));
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
