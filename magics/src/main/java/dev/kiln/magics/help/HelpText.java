package dev.kiln.magics.help;

import dev.kiln.callbacks.Callbacks;
import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Entry;
import dev.kiln.layers.Layers;
import dev.kiln.losses.Losses;
import dev.kiln.magics.Magics;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.MagicEntry;
import dev.kiln.metrics.Metrics;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.schedules.Schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Help on one name, made from its record.
///
/// @param title   how it is written
/// @param doc     one line
/// @param example a line to type; may be empty
/// @param head    of the table of options
/// @param rows    one an option
public record HelpText(
        String title, String doc, String example, List<String> head, List<List<String>> rows) {
    private static final Pattern WORD = Pattern.compile("[%]{0,2}[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final List<Catalog<?>> CATALOGS =
            List.of(
                    Optimizers.CATALOG,
                    Losses.CATALOG,
                    Metrics.CATALOG,
                    Layers.CATALOG,
                    Callbacks.CATALOG,
                    Schedules.CATALOG);

    /// @param isFull with examples
    public static HelpText of(MagicEntry entry, boolean isFull) {
        var head = new ArrayList<>(List.of("option", "type", "default", "meaning"));
        if (isFull) {
            head.add("example");
        }
        var rows = new ArrayList<List<String>>();
        for (MagicEntry.Option option : entry.options()) {
            var row =
                    new ArrayList<>(
                            List.of(
                                    option.name(),
                                    Conversion.typeName(option.type()),
                                    Conversion.text(option.defaultValue()),
                                    option.doc()));
            if (isFull) {
                row.add(option.isFlag() ? option.name() : option.name() + "=" + option.example());
            }
            rows.add(row);
        }
        return new HelpText(entry.title(), entry.doc(), entry.example(), head, rows);
    }

    static HelpText of(Catalog<?> catalog, Entry<?> entry) {
        var rows =
                entry.arguments().stream()
                        .map(
                                argument ->
                                        List.of(
                                                argument.name(),
                                                argument.typeName(),
                                                argument.isRequired()
                                                        ? "needed"
                                                        : argument.defaultText(),
                                                argument.doc()))
                        .toList();
        return new HelpText(
                entry.name(),
                catalog.kind() + ": " + entry.doc(),
                entry.example(),
                List.of("argument", "type", "default", "meaning"),
                rows);
    }

    /// Help on the word at a cursor, where the word is a magic's, in a magic's line.
    public static Optional<HelpText> at(String cell, int cursor) {
        int lineStart = cell.lastIndexOf('\n', Math.max(cursor - 1, 0)) + 1;
        int lineEnd = cell.indexOf('\n', cursor);
        String line = cell.substring(lineStart, lineEnd < 0 ? cell.length() : lineEnd);
        boolean isMagic =
                line.strip().startsWith("%")
                        || line.contains("= %")
                        || cell.strip().startsWith("%%");
        if (!isMagic) {
            return Optional.empty();
        }
        Matcher words = WORD.matcher(line);
        while (words.find()) {
            if (words.start() <= cursor - lineStart && cursor - lineStart <= words.end()) {
                var found = find(words.group());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /// Help on a name: a magic, an optimizer, a loss, a metric, a layer, a callback, a schedule.
    public static Optional<HelpText> find(String word) {
        String name = word.replace("%", "");
        if (word.startsWith("%%")) {
            return Magics.find(name, true).map(entry -> of(entry, false));
        }
        if (word.startsWith("%")) {
            return Magics.find(name, false).map(entry -> of(entry, false));
        }
        for (Catalog<?> catalog : CATALOGS) {
            var entry = catalog.find(name);
            if (entry.isPresent()) {
                return Optional.of(of(catalog, entry.get()));
            }
        }
        return Magics.find(name, false)
                .or(() -> Magics.find(name, true))
                .map(entry -> of(entry, false));
    }

    public Output card() {
        var card = new CardLines().title(title, doc);
        if (!example.isEmpty()) {
            card.line("example", example);
        }
        if (!rows.isEmpty()) {
            card.table(head, rows);
        }
        return card.card();
    }
}
