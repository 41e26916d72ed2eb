package dev.kiln.magics.grammar;

/// Brackets in arguments as Keras' pages have them; those in quotes are none.
public final class Brackets {
    private Brackets() {}

    /// The place of the bracket that closes one before `from`; -1 where there is none.
    public static int close(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\'' || letter == '"') {
                i = text.indexOf(letter, i + 1);
                if (i < 0) {
                    return -1;
                }
            } else if (letter == '(' || letter == '[' || letter == '{') {
                depth++;
            } else if (letter == ')' || letter == ']' || letter == '}') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return -1;
    }
}
