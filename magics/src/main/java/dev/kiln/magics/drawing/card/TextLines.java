package dev.kiln.magics.drawing.card;

import java.util.ArrayList;
import java.util.List;

/// Lines of plain text that are no longer than a screen is wide.
public final class TextLines {
    static final int WIDTH = 100;

    private TextLines() {}

    /// The text with long lines broken at blanks; what follows the break is indented.
    public static String wrapped(String text) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(line -> wrap(line, lines));
        return String.join("\n", lines);
    }

    private static void wrap(String line, List<String> to) {
        String rest = line;
        String indent = "";
        while (indent.length() + rest.codePointCount(0, rest.length()) > WIDTH) {
            int most = rest.offsetByCodePoints(0, WIDTH - indent.length());
            int blank = rest.lastIndexOf(' ', most);
            int end = blank > most / 2 ? blank : most;
            to.add((indent + rest.substring(0, end)).stripTrailing());
            rest = rest.substring(end).stripLeading();
            indent = "    ";
        }
        to.add(indent + rest);
    }
}
