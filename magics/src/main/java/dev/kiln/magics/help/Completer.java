package dev.kiln.magics.help;

import dev.kiln.activations.Activations;
import dev.kiln.callbacks.Callbacks;
import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Entry;
import dev.kiln.layers.Layers;
import dev.kiln.losses.Losses;
import dev.kiln.magics.Magics;
import dev.kiln.magics.notebook.CellLanguage.Completions;
import dev.kiln.magics.notebook.CellLanguage.Suggestion;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.MagicEntry;
import dev.kiln.magics.session.Session;
import dev.kiln.metrics.Metrics;
import dev.kiln.optimizers.Optimizers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What could stand at the cursor in a magic's line.
public final class Completer {
    private static final Pattern LINE =
            Pattern.compile(
                    "^\\s*(?:[\\p{L}_$][\\p{L}\\p{N}_$.<>\\[\\], ?]*\\s*=\\s*)?(%%?)([\\p{L}\\p{N}_]*)(.*)$",
                    Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("[^\\s(),\\[\\]{}=]*$");
    private static final List<String> SETS =
            List.of(
                    "iris",
                    "wine",
                    "breast_cancer",
                    "digits",
                    "diabetes",
                    "mnist",
                    "fashion_mnist",
                    "cifar10",
                    "california_housing",
                    "imdb");

    private final Session session;
    private final Notebook notebook;

    public Completer(Session session, Notebook notebook) {
        this.session = session;
        this.notebook = notebook;
    }

    /// Empty where the cursor is not in a magic.
    public Optional<Completions> complete(String cell, int cursor) {
        int lineStart = cell.lastIndexOf('\n', cursor - 1) + 1;
        String before = cell.substring(lineStart, cursor);
        Matcher line = LINE.matcher(before);
        boolean isModelCell =
                cell.stripLeading().startsWith("%%model")
                        && cell.indexOf('\n') < lineStart
                        && lineStart > 0;
        if (isModelCell) {
            return Optional.of(modelLine(before, cursor));
        }
        if (!line.matches()) {
            return Optional.empty();
        }
        if (line.group(3).isEmpty()) {
            int from = lineStart + line.start(1);
            boolean isOfCell = line.group(1).equals("%%");
            return Optional.of(
                    completions(
                            from,
                            cursor,
                            Magics.ALL.stream()
                                    .filter(entry -> !isOfCell || entry.isOfCell())
                                    .map(
                                            entry ->
                                                    new Suggestion(
                                                            entry.title(), "magic", entry.doc())),
                            line.group(1) + line.group(2)));
        }
        return Magics.find(line.group(2), line.group(1).equals("%%"))
                .map(entry -> arguments(entry, line.group(3), cursor));
    }

    private Completions arguments(MagicEntry entry, String written, int cursor) {
        String token = token(written);
        int from = cursor - token.length();
        String head = written.substring(0, written.length() - token.length()).stripTrailing();
        if (token.startsWith("$")) {
            return completions(
                    from,
                    cursor,
                    notebook.variables().entrySet().stream()
                            .map(
                                    variable ->
                                            new Suggestion(
                                                    "$" + variable.getKey(),
                                                    "instance",
                                                    variable.getValue())),
                    token);
        }
        if (token.startsWith("\"") || token.startsWith("'")) {
            return files(token, from, cursor);
        }
        var found = new ArrayList<Suggestion>();
        if (head.endsWith("=")) {
            values(head, found);
        } else if (insideCall(head).isPresent()) {
            callArguments(insideCall(head).get(), found);
        } else {
            words(entry, head, found);
            entry.options().stream()
                    .filter(
                            option ->
                                    !Pattern.compile("\\b" + option.name() + "\\s*=")
                                            .matcher(written)
                                            .find())
                    .forEach(
                            option ->
                                    found.add(
                                            new Suggestion(
                                                    option.isFlag()
                                                            ? option.name()
                                                            : option.name() + "=",
                                                    "option",
                                                    option.doc())));
        }
        return completions(from, cursor, found.stream(), token);
    }

    private static String token(String written) {
        int quote = openQuote(written);
        if (quote >= 0) {
            return written.substring(quote);
        }
        Matcher token = TOKEN.matcher(written);
        return token.find() ? token.group() : "";
    }

    private static int openQuote(String text) {
        int open = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (open < 0 && (c == '"' || c == '\'')) {
                open = i;
            } else if (open >= 0 && c == text.charAt(open) && text.charAt(i - 1) != '\\') {
                open = -1;
            }
        }
        return open;
    }

    /// The name of the call whose parentheses the text ends in.
    private static Optional<String> insideCall(String head) {
        int depth = 0;
        for (int i = head.length() - 1; i >= 0; i--) {
            char c = head.charAt(i);
            if (c == ')') {
                depth++;
            } else if (c == '(' && depth-- == 0) {
                Matcher name =
                        Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_]*)$")
                                .matcher(head.substring(0, i));
                return name.find() ? Optional.of(name.group(1)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static void callArguments(String name, List<Suggestion> to) {
        for (Catalog<?> catalog :
                List.of(
                        Optimizers.CATALOG,
                        Callbacks.CATALOG,
                        Losses.CATALOG,
                        Metrics.CATALOG,
                        Layers.CATALOG)) {
            var entry = catalog.find(name);
            if (entry.isPresent()) {
                entry.get()
                        .arguments()
                        .forEach(
                                argument ->
                                        to.add(
                                                new Suggestion(
                                                        argument.name() + "=",
                                                        "option",
                                                        argument.doc()
                                                                + (argument.isRequired()
                                                                        ? ""
                                                                        : " (default "
                                                                                + argument
                                                                                        .defaultText()
                                                                                + ")"))));
                return;
            }
        }
    }

    private void values(String head, List<Suggestion> to) {
        Matcher name = Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_]*)\\s*=$").matcher(head);
        String option = name.find() ? name.group(1) : "";
        switch (option) {
            case "monitor", "metric" ->
                    session.lastRun()
                            .ifPresent(
                                    run ->
                                            run.history()
                                                    .names()
                                                    .forEach(
                                                            score ->
                                                                    to.add(
                                                                            new Suggestion(
                                                                                    score, "value",
                                                                                    "logged"))));
            case "class_weight" ->
                    to.add(new Suggestion("balanced", "value", "as the classes are frequent"));
            case "optimizer" -> all(Optimizers.CATALOG, to);
            case "loss" -> new FittingWords(session).losses().forEach(to::add);
            case "metrics" -> new FittingWords(session).metrics().forEach(to::add);
            case "on" ->
                    Stream.of("test", "val", "train")
                            .forEach(
                                    part ->
                                            to.add(
                                                    new Suggestion(
                                                            part,
                                                            "value",
                                                            "rows of the data set")));
            case "target", "drop", "columns" ->
                    session.data()
                            .ifPresent(
                                    data ->
                                            data.features()
                                                    .forEach(
                                                            column ->
                                                                    to.add(
                                                                            new Suggestion(
                                                                                    column, "value",
                                                                                    "column"))));
            case "activation" -> all(Activations.CATALOG, to);
            default -> {}
        }
    }

    private static void all(Catalog<?> catalog, List<Suggestion> to) {
        for (Entry<?> entry : catalog.entries()) {
            to.add(new Suggestion(entry.name(), catalog.kind(), entry.doc()));
        }
    }

    private void words(MagicEntry entry, String head, List<Suggestion> to) {
        switch (entry.name()) {
            case "compile" -> {
                boolean hasOptimizer =
                        Stream.of(head.split("[\\s,]+"))
                                .anyMatch(
                                        word ->
                                                word.contains("optimizer=")
                                                        || Optimizers.CATALOG
                                                                .find(word.replaceAll("\\(.*", ""))
                                                                .isPresent());
                boolean hasLoss =
                        Stream.of(head.split("[\\s,]+"))
                                .anyMatch(
                                        word ->
                                                word.contains("loss=")
                                                        || Losses.CATALOG
                                                                .find(word.replaceAll("\\(.*", ""))
                                                                .isPresent());
                if (!hasOptimizer) {
                    all(Optimizers.CATALOG, to);
                }
                if (!hasLoss) {
                    new FittingWords(session).losses().forEach(to::add);
                } else {
                    new FittingWords(session).metrics().forEach(to::add);
                }
            }
            case "fit" -> all(Callbacks.CATALOG, to);
            case "data" ->
                    SETS.forEach(set -> to.add(new Suggestion(set, "value", "built-in data set")));
            case "help" -> {
                Stream.of("layers", "optimizers", "losses", "metrics", "callbacks", "schedules")
                        .forEach(list -> to.add(new Suggestion(list, "value", "list")));
                Magics.ALL.forEach(
                        magic -> to.add(new Suggestion(magic.name(), "magic", magic.doc())));
            }
            case "plot" ->
                    Stream.of(
                                    "history",
                                    "confusion",
                                    "roc",
                                    "pr",
                                    "residuals",
                                    "predicted",
                                    "weights",
                                    "lr")
                            .forEach(chart -> to.add(new Suggestion(chart, "value", "chart")));
            default -> {}
        }
    }

    private Completions modelLine(String before, int cursor) {
        String token = token(before);
        String head = before.substring(0, before.length() - token.length()).strip();
        var found = new ArrayList<Suggestion>();
        String afterName =
                head.contains(":") ? head.substring(head.indexOf(':') + 1).strip() : head;
        if (token.startsWith("$")) {
            notebook.variables()
                    .forEach(
                            (name, type) ->
                                    found.add(new Suggestion("${" + name + "}", "instance", type)));
        } else if (afterName.isEmpty()) {
            all(Layers.CATALOG, found);
        } else {
            String layer = afterName.split("[\\s(]+")[0];
            if (head.endsWith("=")) {
                values(head, found);
            } else {
                Layers.CATALOG
                        .find(layer)
                        .ifPresent(
                                entry -> {
                                    if (entry.argument("activation").isPresent()) {
                                        all(Activations.CATALOG, found);
                                    }
                                    entry.arguments()
                                            .forEach(
                                                    argument ->
                                                            found.add(
                                                                    new Suggestion(
                                                                            argument.name() + "=",
                                                                            "option",
                                                                            argument.doc())));
                                });
            }
        }
        return completions(cursor - token.length(), cursor, found.stream(), token);
    }

    private Completions files(String token, int from, int cursor) {
        String path = token.substring(1);
        int slash = path.lastIndexOf('/') + 1;
        Path folder = notebook.folder().resolve(path.substring(0, slash));
        var found = new ArrayList<Suggestion>();
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted()
                    .limit(200)
                    .forEach(
                            file -> {
                                boolean isFolder = Files.isDirectory(file);
                                String name =
                                        path.substring(0, slash)
                                                + file.getFileName()
                                                + (isFolder ? "/" : "");
                                found.add(
                                        new Suggestion(
                                                token.charAt(0)
                                                        + name
                                                        + (isFolder ? "" : token.charAt(0)),
                                                "path",
                                                ""));
                            });
        } catch (IOException | UncheckedIOException e) {
            // A folder that cannot be read has nothing to offer.
            return new Completions(from, cursor, List.of());
        }
        return completions(from, cursor, found.stream(), token);
    }

    private static Completions completions(
            int from, int to, Stream<Suggestion> all, String prefix) {
        String wanted = prefix.toLowerCase(Locale.ROOT);
        return new Completions(
                from,
                to,
                all.filter(
                                suggestion ->
                                        suggestion
                                                .text()
                                                .toLowerCase(Locale.ROOT)
                                                .startsWith(wanted))
                        .distinct()
                        .toList());
    }
}
