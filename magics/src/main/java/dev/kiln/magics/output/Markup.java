package dev.kiln.magics.output;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text that is not Kiln's own, made safe to show: column, class, layer, run and file names, cell
/// values, messages of exceptions.
public final class Markup {
    /// The most characters of a text that are shown.
    public static final int LONGEST = 80;

    private static final int LONGEST_WORD = 120;
    private static final Pattern LONG_WORD = Pattern.compile("\\S{" + (LONGEST_WORD + 1) + ",}");
    private static final String ELLIPSIS = "…";

    private Markup() {}

    /// The text, cleaned, cut and escaped: for HTML and SVG, between tags and inside quoted
    /// attributes.
    public static String text(String foreign) {
        return escape(clean(foreign));
    }

    /// The text without characters that a reader cannot see or that change the order of the ones
    /// around them, on one line, at most [#LONGEST] characters long: for plain text.
    public static String clean(String foreign) {
        return clean(foreign, LONGEST);
    }

    /// See [#clean(String)].
    ///
    /// @param longest the most characters kept, from 1; an ellipsis stands for the rest
    public static String clean(String foreign, int longest) {
        StringBuilder kept = new StringBuilder();
        int count = 0;
        for (int i = 0; i < foreign.length(); ) {
            int letter = foreign.codePointAt(i);
            i += Character.charCount(letter);
            if (letter == '\n' || letter == '\t' || letter == '\r') {
                letter = ' ';
            } else if (isHidden(letter)) {
                continue;
            }
            if (count == longest) {
                int last = kept.offsetByCodePoints(kept.length(), -1);
                return kept.replace(last, kept.length(), ELLIPSIS).toString();
            }
            kept.appendCodePoint(letter);
            count++;
        }
        return kept.toString();
    }

    /// Lines of a message that may quote what a user wrote: without control characters and bidi overrides, words cut at
    /// [#LONGEST_WORD] characters.
    public static List<String> messageLines(String message) {
        return message.lines()
                .map(line -> clean(line, Integer.MAX_VALUE))
                .map(
                        line ->
                                LONG_WORD
                                        .matcher(line)
                                        .replaceAll(
                                                word ->
                                                        Matcher.quoteReplacement(
                                                                clean(word.group(), LONGEST_WORD))))
                .toList();
    }

    /// The text with `& < > " '` written as entities, and nothing else changed.
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(letter);
            }
        }
        return escaped.toString();
    }

    private static boolean isHidden(int letter) {
        return Character.isISOControl(letter)
                || letter >= 0x202A && letter <= 0x202E
                || letter >= 0x2066 && letter <= 0x2069
                || letter == 0x200E
                || letter == 0x200F
                || letter == 0x061C
                || letter == 0x2028
                || letter == 0x2029
                || letter == 0xFEFF
                || letter >= 0xD800 && letter <= 0xDFFF
                || letter >= 0xFFFE && letter <= 0xFFFF;
    }
}
