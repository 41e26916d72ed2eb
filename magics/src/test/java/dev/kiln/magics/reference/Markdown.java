package dev.kiln.magics.reference;

import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Entry;
import dev.kiln.magics.schema.MagicEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Tables and code of a page.
final class Markdown {
    private Markdown() {}

    static String code(String text) {
        return "```\n" + text + "\n```\n";
    }

    static String table(List<String> head, List<List<String>> rows) {
        var lines = new ArrayList<String>();
        lines.add(row(head));
        lines.add(row(head.stream().map(_ -> "---").toList()));
        rows.forEach(row -> lines.add(row(row)));
        return String.join("\n", lines) + "\n";
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    static String words(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    /// `dense(units, activation=linear, …)`.
    static String signature(Entry<?> entry) {
        return entry.arguments().stream()
                .map(
                        argument ->
                                argument.isRequired()
                                        ? argument.name()
                                        : argument.name() + "=" + argument.defaultText())
                .collect(Collectors.joining(", ", entry.name() + "(", ")"));
    }

    static String arguments(Entry<?> entry) {
        var rows =
                entry.arguments().stream()
                        .map(
                                argument ->
                                        List.of(
                                                words(argument.name()),
                                                argument.typeName(),
                                                argument.isRequired()
                                                        ? "needed"
                                                        : words(argument.defaultText()),
                                                argument.doc(),
                                                words(argument.example())))
                        .toList();
        return rows.isEmpty()
                ? "It takes no arguments.\n"
                : table(List.of("argument", "type", "default", "meaning", "example"), rows);
    }

    static String options(MagicEntry magic) {
        var rows =
                magic.options().stream()
                        .map(
                                option ->
                                        List.of(
                                                words(option.name()),
                                                Conversion.typeName(option.type()),
                                                words(Conversion.text(option.defaultValue())),
                                                option.doc(),
                                                words(
                                                        option.isFlag()
                                                                ? option.name()
                                                                : option.name()
                                                                        + "="
                                                                        + option.example())))
                        .toList();
        return rows.isEmpty()
                ? "It takes no options.\n"
                : table(List.of("option", "type", "default", "meaning", "example"), rows);
    }
}
