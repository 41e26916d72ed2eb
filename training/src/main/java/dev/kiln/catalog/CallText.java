package dev.kiln.catalog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a name with arguments from one text: `adam(learning_rate=0.01, beta_1=0.95)`.
final class CallText {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]*");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final int DEEPEST = 50;

    private final String text;
    private int at;

    private CallText(String text) {
        this.text = text;
    }

    /// @throws UserError E102 where the text is no name with arguments
    static Call read(String text) {
        var reader = new CallText(text);
        Call call = reader.call(0);
        reader.skipBlanks();
        if (reader.at < text.length()) {
            throw reader.wrong();
        }
        return call;
    }

    private Call call(int depth) {
        String name = token(NAME);
        var positional = new ArrayList<@Nullable Object>();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        if (take('(')) {
            while (!take(')')) {
                int start = at;
                String key = isNext(NAME) ? token(NAME) : "";
                if (!key.isEmpty() && take('=')) {
                    named.put(key, value(depth + 1));
                } else {
                    at = start;
                    positional.add(value(depth + 1));
                }
                if (!take(',') && !isNext(')')) {
                    throw wrong();
                }
            }
        }
        return new Call(name, positional, named);
    }

    private @Nullable Object value(int depth) {
        skipBlanks();
        if (depth > DEEPEST || at >= text.length()) {
            throw wrong();
        }
        if (take('[')) {
            var items = new ArrayList<@Nullable Object>();
            while (!take(']')) {
                items.add(value(depth + 1));
                if (!take(',') && !isNext(']')) {
                    throw wrong();
                }
            }
            return items;
        }
        char first = text.charAt(at);
        if (first == '"' || first == '\'') {
            return quoted(first);
        }
        return isNext(NUMBER) ? number(token(NUMBER)) : word(call(depth));
    }

    private static Object number(String token) {
        return token.matches("[+-]?\\d{1,18}")
                ? (Object) Long.valueOf(token)
                : Double.valueOf(token);
    }

    private static @Nullable Object word(Call call) {
        if (!call.positional().isEmpty() || !call.named().isEmpty()) {
            return call;
        }
        return switch (call.name()) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            case "none", "None", "null" -> null;
            default -> call;
        };
    }

    private String quoted(char quote) {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw wrong();
        }
        String inside = text.substring(at + 1, end);
        at = end + 1;
        return inside;
    }

    // ---- letters

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(char letter) {
        boolean isThere = isNext(letter);
        at += isThere ? 1 : 0;
        return isThere;
    }

    private boolean isNext(char letter) {
        skipBlanks();
        return at < text.length() && text.charAt(at) == letter;
    }

    private boolean isNext(Pattern pattern) {
        skipBlanks();
        return pattern.matcher(text).region(at, text.length()).lookingAt();
    }

    private String token(Pattern pattern) {
        skipBlanks();
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw wrong();
        }
        at = matcher.end();
        return matcher.group();
    }

    private UserError wrong() {
        return new UserError(
                "E102",
                "\""
                        + text
                        + "\" is no name with arguments: it breaks off or goes wrong at letter "
                        + (at + 1)
                        + ".",
                "Write it like \"adam(learning_rate=0.01, beta_1=0.95)\".");
    }
}
