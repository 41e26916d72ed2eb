package dev.kiln.saving.source;

import java.util.List;
import java.util.stream.Collectors;

/// How values are written in Java.
final class Code {
    private Code() {}

    static String number(float value) {
        if (Float.isNaN(value)) {
            return "Float.NaN";
        }
        if (Float.isInfinite(value)) {
            return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        return value + "f";
    }

    static String wholes(List<Integer> values) {
        return "new int[] {"
                + values.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + "}";
    }

    static String arrays(List<String> names) {
        return "new float[][] {" + String.join(", ", names) + "}";
    }

    /// A string literal; nothing in it can end it, and it is plain ASCII.
    static String text(String text) {
        var code = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> code.append("\\\"");
                case '\\' -> code.append("\\\\");
                case '\n' -> code.append("\\n");
                case '\r' -> code.append("\\r");
                case '\t' -> code.append("\\t");
                default -> {
                    if (c >= ' ' && c < 127) {
                        code.append(c);
                    } else {
                        code.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        return code.append('"').toString();
    }

    /// What a comment may say: one line of plain ASCII that cannot end the comment.
    static String comment(String text) {
        return text.replaceAll("[^ -~]", "?").replace("*/", "* /").replace("\\u", "\\ u");
    }
}
