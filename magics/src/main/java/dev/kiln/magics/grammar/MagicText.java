package dev.kiln.magics.grammar;

/// The raw text behind a magic's name: to the end of the line, over open brackets on to the next ones,
/// without a comment and a trailing `;`.
final class MagicText {
    private final String arguments;
    private final int end;

    /// @param from the `char` after the magic's name
    MagicText(String cell, int from) {
        int depth = 0;
        char quote = 0;
        int at = from;
        var text = new StringBuilder();
        while (at < cell.length()) {
            char c = cell.charAt(at);
            if (quote != 0) {
                if (c == '\n') {
                    break;
                }
                int brace = cell.startsWith("${", at) ? JavaText.closingBrace(cell, at + 1) : -1;
                if (brace >= 0 && brace < lineEnd(cell, at)) {
                    // Quotes of the Java inside do not end the text.
                    text.append(cell, at, brace + 1);
                    at = brace + 1;
                    continue;
                }
                text.append(c);
                if (c == '\\' && at + 1 < cell.length() && cell.charAt(at + 1) != '\n') {
                    text.append(cell.charAt(++at));
                } else if (c == quote) {
                    quote = 0;
                }
                at++;
                continue;
            }
            if (c == '\n' && depth == 0) {
                break;
            }
            boolean afterBlank = at == from || Character.isWhitespace(cell.charAt(at - 1));
            if (afterBlank && (c == '#' || cell.startsWith("//", at))) {
                at = lineEnd(cell, at);
                continue;
            }
            if (cell.startsWith("${", at)) {
                int close = JavaText.closingBrace(cell, at + 1);
                int stop = close < 0 ? lineEnd(cell, at) : close + 1;
                text.append(cell, at, stop);
                at = stop;
                continue;
            }
            if (c == '"' || c == '\'') {
                quote = c;
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                depth = Math.max(depth - 1, 0);
            }
            text.append(c);
            at++;
        }
        String stripped = text.toString().strip();
        while (stripped.endsWith(";")) {
            stripped = stripped.substring(0, stripped.length() - 1).strip();
        }
        this.arguments = stripped;
        this.end = at;
    }

    /// The text, without blanks around it.
    String arguments() {
        return arguments;
    }

    /// The line end behind it, or the end of the cell.
    int end() {
        return end;
    }

    private static int lineEnd(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }
}
