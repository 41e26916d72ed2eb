package dev.kiln.magics.messages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// What a message tells the user to type, put into the cells that it is about.
final class Cure {
    private static final Pattern TYPED =
            Pattern.compile(
                    "(?:[Tt]ype|Keep one|Like this|Train again|[Ee]nd the model with|Begin the model with|Start the model with): (\\S.*)");
    private static final Pattern BEFORE =
            Pattern.compile("line (\\d+), .*\\s+Type (\\w.*) before it\\.");
    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    private Cure() {}

    /// The script with each of the ways that its answer names, one after the other.
    static List<Script> of(Script script, String answer) {
        var cured = new ArrayList<Script>();
        var before = BEFORE.matcher(answer);
        if (before.find()) {
            var cells = new ArrayList<>(script.cells());
            int number = Integer.parseInt(before.group(1));
            inModel(cells, lines -> lines.add(number - 1, before.group(2)));
            cured.add(script.withCells(cells));
        }
        for (String line : answer.split("\n")) {
            var cells = new ArrayList<>(script.cells());
            boolean isTyped = false;
            for (String clause : line.split(" {3,}")) {
                boolean isOther = clause.startsWith("or ");
                if (isOther && isTyped) {
                    cured.add(script.withCells(cells));
                    cells = new ArrayList<>(script.cells());
                    isTyped = false;
                }
                String words = isOther ? clause.substring(3) : clause;
                var typed = TYPED.matcher(words);
                if (typed.find()) {
                    String text =
                            typed.group(1)
                                    .replaceFirst("  ?\\((or |several|validation_split).*", "")
                                    .strip();
                    apply(cells, typed.group(), text, answer);
                    isTyped = true;
                } else if (words.startsWith("and add to %compile: ")) {
                    append(cells, "%compile", words.substring("and add to %compile: ".length()));
                } else if (words.startsWith("and %")) {
                    apply(cells, words, words.substring(4), answer);
                } else if (isOther && words.startsWith("%")) {
                    apply(cells, words, words, answer);
                    isTyped = true;
                }
            }
            if (isTyped) {
                cured.add(script.withCells(cells));
            }
        }
        return cured;
    }

    private static void apply(List<String> cells, String advice, String text, String answer) {
        if (text.startsWith("%")) {
            type(cells, text);
        } else if (advice.contains("nd the model with")) {
            inModel(cells, lines -> lines.set(lines.size() - 1, text));
        } else if (advice.contains("Begin the model with")) {
            inModel(cells, lines -> lines.set(1, text));
        } else if (advice.contains("Start the model with") || text.startsWith("input ")) {
            inModel(
                    cells,
                    lines -> {
                        lines.removeIf(line -> line.startsWith("input"));
                        lines.addAll(1, Arrays.asList(text.split(", then ")));
                    });
        } else {
            var at = LINE.matcher(answer);
            if (!at.find()) {
                throw new AssertionError("a line to type that stands nowhere: " + text);
            }
            int number = Integer.parseInt(at.group(1));
            inModel(cells, lines -> lines.set(number - 1, text));
        }
    }

    /// In place of the line with the same magic; before the last cell where there is none.
    private static void type(List<String> cells, String text) {
        String magic = text.split("[\\s]")[0];
        int last = cells.size() - 1;
        for (int i = last; i >= 0; i--) {
            if (isOf(cells.get(i), magic)) {
                cells.set(i, text);
                return;
            }
        }
        if (cells.get(last).matches("(?s).*%(fit|check|evaluate|predict|plot|runs|undo).*")) {
            cells.add(last, text);
        } else {
            cells.set(last, text);
        }
    }

    private static boolean isOf(String cell, String magic) {
        return cell.split("\\s")[0].replace("%%", "%").equals(magic);
    }

    private static void append(List<String> cells, String magic, String words) {
        cells.replaceAll(cell -> isOf(cell, magic) ? cell + " " + words : cell);
    }

    private interface Change {
        void of(List<String> lines);
    }

    private static void inModel(List<String> cells, Change change) {
        for (int i = cells.size() - 1; i >= 0; i--) {
            if (cells.get(i).startsWith("%%model")) {
                var lines = new ArrayList<>(Arrays.asList(cells.get(i).split("\n")));
                change.of(lines);
                cells.set(i, String.join("\n", lines));
                return;
            }
        }
        throw new AssertionError("no %%model cell to change");
    }
}
