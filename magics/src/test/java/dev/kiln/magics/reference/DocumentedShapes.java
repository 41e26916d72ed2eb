package dev.kiln.magics.reference;

import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first `[batch, …]` to `[batch, …]` of a layer's documentation, held to shapes that occurred.
///
/// A name stands for one size wherever it occurs; three dots, alone or with a name behind them, for any number of sizes.
/// An argument's name stands for its value, and `m + n` and `2 * units` are computed.
///
/// @param inputs  one pattern each
/// @param outputs one pattern each
record DocumentedShapes(List<List<String>> inputs, List<List<String>> outputs) {
    private static final String ONE = "`\\[([^`]*)\\]`";
    private static final String SOME = ONE + "(?:(?:, | and )" + ONE + ")*";
    private static final Pattern BOTH = Pattern.compile("(" + SOME + ") to (" + SOME + ")");

    /// @throws IllegalArgumentException where the text names no shapes
    static DocumentedShapes of(String text) {
        Matcher both = BOTH.matcher(text.replaceAll("\\s+", " "));
        if (!both.find()) {
            throw new IllegalArgumentException("no shapes in: " + text);
        }
        return new DocumentedShapes(patterns(both.group(1)), patterns(both.group(4)));
    }

    private static List<List<String>> patterns(String text) {
        return Pattern.compile(ONE)
                .matcher(text)
                .results()
                .map(one -> Arrays.asList(one.group(1).split(", ")))
                .toList();
    }

    /// What contradicts the documentation; empty where nothing does.
    ///
    /// @param rows      of the inputs, without the batch
    /// @param results   of the outputs, without the batch
    /// @param arguments whole numbers of the layer by their names
    List<String> contradictions(
            List<Shape> rows, List<Shape> results, Map<String, Integer> arguments) {
        var sizes = new HashMap<String, List<Integer>>();
        arguments.forEach((name, value) -> sizes.put(name, List.of(value)));
        var wrong = new ArrayList<String>();
        if (inputs.size() != rows.size() || outputs.size() > results.size()) {
            wrong.add(rows.size() + " inputs and " + results.size() + " outputs, not as " + this);
            return wrong;
        }
        for (int i = 0; i < inputs.size(); i++) {
            match(inputs.get(i), rows.get(i), sizes, wrong);
        }
        for (int i = 0; i < outputs.size(); i++) {
            match(outputs.get(i), results.get(i), sizes, wrong);
        }
        return wrong;
    }

    private static void match(
            List<String> pattern, Shape row, Map<String, List<Integer>> sizes, List<String> wrong) {
        List<String> wanted = pattern.subList(1, pattern.size());
        List<Integer> found = row.dimensions();
        int dots = 0;
        while (dots < wanted.size() && !wanted.get(dots).startsWith("…")) {
            dots++;
        }
        boolean isOpen = dots < wanted.size();
        int least = isOpen ? wanted.size() - 1 : wanted.size();
        if (!pattern.getFirst().equals("batch")
                || found.size() < least
                || !isOpen && found.size() > least) {
            wrong.add(pattern + " is not " + row);
            return;
        }
        int more = found.size() - least;
        for (int i = 0; i < wanted.size(); i++) {
            int from = i <= dots ? i : i - 1 + more;
            int count = i == dots ? more : 1;
            hold(wanted.get(i), found.subList(from, from + count), sizes, wrong);
        }
    }

    private static void hold(
            String name,
            List<Integer> found,
            Map<String, List<Integer>> sizes,
            List<String> wrong) {
        List<Integer> known = sizes.get(name);
        if (name.matches(".*[+*].*")) {
            known = List.of(sum(name, sizes));
        } else if (name.matches("\\d+")) {
            known = List.of(Integer.valueOf(name));
        } else if (known == null) {
            sizes.put(name, found);
            return;
        }
        if (!known.equals(found)) {
            wrong.add(name + " is " + known + " by the documentation, and was " + found);
        }
    }

    private static int sum(String text, Map<String, List<Integer>> sizes) {
        return Arrays.stream(text.split(" \\+ ")).mapToInt(term -> product(term, sizes)).sum();
    }

    private static int product(String text, Map<String, List<Integer>> sizes) {
        return Arrays.stream(text.split(" \\* "))
                .mapToInt(
                        factor ->
                                factor.matches("\\d+")
                                        ? Integer.parseInt(factor)
                                        : sizes.getOrDefault(factor, List.of(-1)).getFirst())
                .reduce(1, (a, b) -> a * b);
    }
}
