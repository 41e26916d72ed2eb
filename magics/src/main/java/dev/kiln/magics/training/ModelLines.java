package dev.kiln.magics.training;

import dev.kiln.catalog.UserError;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The body of a `%%model` cell as lines: comments gone, `repeat n { … }` written out.
///
/// @param lines   one a layer
/// @param outputs named by `output a, b`; none for the last line
record ModelLines(List<Line> lines, List<String> outputs) {
    private static final Pattern LABEL =
            Pattern.compile("^([\\p{L}_][\\p{L}\\p{N}_]*)\\s*:\\s*(.*)$");
    private static final Pattern REPEAT = Pattern.compile("^repeat\\s+(\\d{1,4})\\s*\\{$");
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)(#|//)");
    private static final int MOST = 10_000;

    /// The cell's first line is the magic's own.
    private static final int FIRST = 2;

    /// @param number  in the cell, from 1
    /// @param label   before the colon; empty for none
    /// @param text    the layer with its arguments
    /// @param sources behind `<-`; none for the line above
    record Line(int number, String label, String text, List<String> sources) {}

    static ModelLines read(String body) {
        var lines = new ArrayList<Line>();
        var outputs = new ArrayList<String>();
        collect(body.lines().map(ModelLines::withoutComment).toList(), FIRST, lines, outputs);
        if (lines.isEmpty()) {
            throw new UserError(
                    "E132",
                    "the cell has no layers.",
                    "Type one layer a line below it:\n  dense 16 relu\n  dense 3 softmax");
        }
        return new ModelLines(lines, outputs);
    }

    private static void collect(
            List<String> body, int first, List<Line> lines, List<String> outputs) {
        for (int i = 0; i < body.size(); i++) {
            String text = body.get(i);
            Matcher repeat = REPEAT.matcher(text);
            if (repeat.matches()) {
                int end = closing(body, i, first);
                for (int round = 0; round < Integer.parseInt(repeat.group(1)); round++) {
                    collect(body.subList(i + 1, end), first + i + 1, lines, outputs);
                }
                i = end;
            } else if (text.startsWith("output ")) {
                outputs.addAll(names(text.substring(7)));
            } else if (!text.isEmpty()) {
                lines.add(line(first + i, text));
            }
            if (lines.size() > MOST) {
                throw new UserError(
                        "E132",
                        "the cell describes more than 10,000 layers.",
                        "Repeat fewer times.");
            }
        }
    }

    private static Line line(int number, String text) {
        Matcher labelled = LABEL.matcher(text);
        String label = labelled.matches() ? labelled.group(1) : "";
        String rest = labelled.matches() ? labelled.group(2) : text;
        int arrow = rest.indexOf("<-");
        return arrow < 0
                ? new Line(number, label, rest, List.of())
                : new Line(
                        number,
                        label,
                        rest.substring(0, arrow).strip(),
                        names(rest.substring(arrow + 2)));
    }

    private static List<String> names(String text) {
        return Arrays.stream(text.strip().split("[,\\s]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static int closing(List<String> body, int open, int first) {
        int depth = 0;
        for (int i = open; i < body.size(); i++) {
            depth += body.get(i).endsWith("{") ? 1 : body.get(i).equals("}") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new UserError(
                "E132",
                "line " + (open + first) + ", the { has no }.",
                "Put a line with } behind the layers to repeat.");
    }

    private static String withoutComment(String line) {
        Matcher comment = COMMENT.matcher(line);
        return (comment.find() ? line.substring(0, comment.start()) : line).strip();
    }
}
