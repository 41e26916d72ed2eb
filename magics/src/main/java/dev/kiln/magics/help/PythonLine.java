package dev.kiln.magics.help;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.grammar.Brackets;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of Keras' Python in a cell, `model.compile(optimizer='adam', …)`, and the magic that stands for it.
///
/// @param python as pasted
/// @param magic  what to type
record PythonLine(String python, String magic) {
    private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_]*";
    private static final Pattern CALL =
            Pattern.compile(
                    "(?m)^[ \\t]*(?:(%1$s)[ \\t]*=[ \\t]*)?%1$s\\.(compile|fit|evaluate|predict)[ \\t]*\\("
                            .formatted(NAME));

    /// Blank lines and Python's comments at the beginning of a cell: what follows further down could be in a text.
    private static final String FIRST = "\\A(?:[ \\t]*(?:#[^\\n]*)?\\n)*[ \\t]*";

    private static final Pattern IMPORT =
            Pattern.compile(
                    FIRST
                            + "(?:import[ \\t]+%1$s(?:\\.%1$s)*[ \\t]+as[ \\t]+%1$s".formatted(NAME)
                            + "|from[ \\t]+[\\p{L}_.][\\p{L}\\p{N}_.]*[ \\t]+import[ \\t]"
                            + "|import[ \\t]+(?:keras|tensorflow|numpy|pandas|torch|jax|sklearn)[ \\t]*(?:\\n|\\z))");

    private static final Pattern MODEL =
            Pattern.compile(
                    FIRST
                            + NAME
                            + "[ \\t]*=[ \\t]*(?:(?:tf\\.)?keras\\.|models\\.)?(?:models\\.)?Sequential[ \\t]*\\(\\s*\\[");

    private static final Pattern CELL_MAGIC = Pattern.compile("\\A\\s*%%");
    private static final Pattern NAMED = Pattern.compile(NAME + "[ \\t]*=(?!=)[\\s\\S]*");
    private static final int LONGEST_QUOTE = 60;

    /// The first such line; empty where the cell has none. A line is Python only where it names an argument, and does
    /// not end as a Java statement.
    static Optional<PythonLine> in(String cell) {
        if (CELL_MAGIC.matcher(cell).find()) {
            // What stands below may be meant for another language.
            return Optional.empty();
        }
        Matcher call = CALL.matcher(cell);
        while (call.find()) {
            int end = Brackets.close(cell, call.end());
            if (end < 0 || cell.substring(end + 1).stripLeading().startsWith(";")) {
                continue;
            }
            var arguments = arguments(cell.substring(call.end(), end));
            var named = arguments.stream().filter(text -> NAMED.matcher(text).matches()).toList();
            if (named.isEmpty()) {
                continue;
            }
            String result = call.group(1) == null ? "" : "var " + call.group(1) + " = ";
            return Optional.of(
                    new PythonLine(
                            cell.substring(call.start(), end + 1).strip(),
                            result + "%" + call.group(2) + " " + String.join(", ", kept(named))));
        }
        if (MODEL.matcher(cell).find()) {
            return Optional.of(
                    new PythonLine(
                            firstLine(cell),
                            "%%model   and below it a line a layer: dense 16 relu"));
        }
        if (IMPORT.matcher(cell).find()) {
            return Optional.of(
                    new PythonLine(
                            firstLine(cell),
                            "%help   Layers, losses and optimizers need no import."));
        }
        return Optional.empty();
    }

    /// The first line that is neither blank nor a comment.
    private static String firstLine(String cell) {
        return cell.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
    }

    /// Arguments that name Python variables say nothing to a magic: its data come from `%data`.
    private static List<String> kept(List<String> named) {
        return named.stream()
                .map(text -> text.replaceAll("\\s+", " ").strip())
                .filter(
                        text ->
                                !text.startsWith("validation_data")
                                        && !text.startsWith("x=")
                                        && !text.startsWith("y="))
                .toList();
    }

    private static List<String> arguments(String inner) {
        var arguments = new ArrayList<String>();
        int from = 0;
        int depth = 0;
        for (int i = 0; i < inner.length(); i++) {
            char letter = inner.charAt(i);
            if (letter == '\'' || letter == '"') {
                i = inner.indexOf(letter, i + 1);
            } else if (letter == '(' || letter == '[' || letter == '{') {
                depth++;
            } else if (letter == ')' || letter == ']' || letter == '}') {
                depth--;
            } else if (letter == ',' && depth == 0) {
                arguments.add(inner.substring(from, i).strip());
                from = i + 1;
            }
        }
        arguments.add(inner.substring(from).strip());
        return arguments;
    }

    UserError answer() {
        String line = python.replaceAll("\\s+", " ");
        return new UserError(
                "E106",
                "this is Python: "
                        + (line.length() > LONGEST_QUOTE
                                ? line.substring(0, LONGEST_QUOTE) + "…"
                                : line),
                "Type: " + magic);
    }
}
