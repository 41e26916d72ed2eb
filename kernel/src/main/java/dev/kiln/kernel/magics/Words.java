package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;

import java.util.ArrayList;
import java.util.List;

/// Arguments as JJava splits them: at blanks, what stands in double quotes kept together.
public final class Words {
    private Words() {}

    /// @throws UserError where a quote is not closed
    public static List<String> of(String arguments) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
            if (c == '\\'
                    && i + 1 < arguments.length()
                    && "\\\"".indexOf(arguments.charAt(i + 1)) >= 0) {
                word.append(arguments.charAt(++i));
                begun = true;
            } else if (c == '"') {
                quoted = !quoted;
                begun = true;
            } else if (Character.isWhitespace(c) && !quoted) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quoted) {
            throw new UserError(
                    "A double quote is not closed: " + arguments,
                    "Close it, or write \\\" for a quote.");
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
