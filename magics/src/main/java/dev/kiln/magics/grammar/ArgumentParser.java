package dev.kiln.magics.grammar;

import dev.kiln.catalog.Call;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what stands behind a magic's name. Keras' way of writing is understood as well: commas between
/// arguments, quoted names, `True`, `None`, `keras.optimizers.Adam(…)`, `--key value`.
public final class ArgumentParser {
    private static final int DEEPEST = 100;
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?(?:\\d[\\d_]*(?:\\.(?!\\.)[\\d_]*)?|\\.\\d[\\d_]*)(?:[eE][+-]?\\d+)?");
    private static final Pattern SHAPE = Pattern.compile("\\d+(?:x\\d+)+");
    private static final Pattern RANGE = Pattern.compile("([+-]?\\d+)\\.\\.([+-]?\\d+)");
    private static final Pattern KEY = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*(?:[.-][\\p{L}\\p{N}_]+)*");
    private static final Pattern KERAS =
            Pattern.compile(
                    "^(?:tf\\.)?(?:keras\\.)?(?:(?:layers|optimizers|losses|metrics|callbacks|regularizers"
                            + "|initializers|constraints|activations|schedules)\\.)*(?=.)");

    private final String text;
    private int at;
    private int depth;

    private ArgumentParser(String text) {
        this.text = text;
    }

    /// All arguments, in order.
    ///
    /// @throws SyntaxError where the text is no argument list
    public static List<Written> parse(String text) {
        int first = text.indexOf('(');
        int last = text.stripTrailing().length() - 1;
        boolean isInBrackets =
                first >= 0
                        && text.substring(0, first).isBlank()
                        && Brackets.close(text, first + 1) == last;
        if (isInBrackets) {
            // As Python has them: %fit(epochs=5). Without a name it is a list: (28, 28, 1).
            var inside =
                    new ArgumentParser(" ".repeat(first + 1) + text.substring(first + 1, last))
                            .arguments('\0');
            if (inside.stream().anyMatch(argument -> argument.key() != null)) {
                return inside;
            }
        }
        return new ArgumentParser(text).arguments('\0');
    }

    private List<Written> arguments(char close) {
        var arguments = new ArrayList<Written>();
        skipBlanks();
        while (at < text.length() && text.charAt(at) != close) {
            arguments.add(argument());
            skipSeparators();
        }
        return arguments;
    }

    private Written argument() {
        int start = at;
        boolean isDashed =
                text.startsWith("--", at)
                        && at + 2 < text.length()
                        && isNameStart(text.charAt(at + 2));
        if (isDashed) {
            at += 2;
        }
        Matcher key = matcher(KEY);
        if (key.lookingAt()) {
            int afterKey = skipBlanksFrom(key.end());
            boolean hasEquals =
                    afterKey < text.length()
                            && text.charAt(afterKey) == '='
                            && !text.startsWith("==", afterKey);
            if (hasEquals || isDashed) {
                String name = key.group();
                Span keyAt = new Span(start, key.end());
                at = hasEquals ? skipBlanksFrom(afterKey + 1) : afterKey;
                if (!hasEquals
                        && (at == text.length()
                                || text.startsWith("--", at)
                                || ")]},".indexOf(text.charAt(at)) >= 0)) {
                    return new Written(name.replace('-', '_'), true, keyAt, keyAt);
                }
                int valueStart = at;
                Object value = value();
                return new Written(
                        isDashed ? name.replace('-', '_') : name,
                        value,
                        new Span(valueStart, at),
                        keyAt);
            }
        }
        Object value = value();
        Span span = new Span(start, at);
        return new Written(null, value, span, span);
    }

    private @Nullable Object value() {
        if (at >= text.length()) {
            throw new SyntaxError("a value is missing at the end", at, true);
        }
        if (++depth > DEEPEST) {
            throw new SyntaxError("brackets are nested deeper than " + DEEPEST, at, false);
        }
        try {
            char c = text.charAt(at);
            return switch (c) {
                case '"', '\'' -> string(c);
                case '[' -> list(']');
                case '(' -> list(')');
                case '{' -> map();
                case '$' -> reference();
                default -> isNameStart(c) ? name() : number();
            };
        } finally {
            depth--;
        }
    }

    private Object number() {
        Matcher range = matcher(RANGE);
        if (range.lookingAt()) {
            at = range.end();
            return new Range(whole(range.group(1)), whole(range.group(2)));
        }
        Matcher shape = matcher(SHAPE);
        if (shape.lookingAt()) {
            at = shape.end();
            return shape(shape.group());
        }
        Matcher number = matcher(NUMBER);
        if (!number.lookingAt()) {
            throw new SyntaxError("\"" + text.charAt(at) + "\" starts no value", at, false);
        }
        at = number.end();
        String digits = number.group().replace("_", "");
        if (at < text.length() && text.charAt(at) == '%') {
            at++;
            return Double.parseDouble(digits) / 100;
        }
        for (Unit unit : Unit.values()) {
            if (text.startsWith(unit.text, at) && !isNamePart(at + unit.text.length())) {
                at += unit.text.length();
                return Duration.ofNanos(Math.round(Double.parseDouble(digits) * unit.nanos));
            }
        }
        if (isNamePart(at)) {
            throw new SyntaxError(
                    "\"" + number.group() + text.charAt(at) + "\" is no number", at, false);
        }
        if (digits.matches("[+-]?\\d{1,18}")) {
            return Long.parseLong(digits);
        }
        return Double.parseDouble(digits);
    }

    private enum Unit {
        MILLISECONDS("ms", 1e6),
        SECONDS("s", 1e9),
        MINUTES("m", 60e9),
        HOURS("h", 3600e9);

        private final String text;
        private final double nanos;

        Unit(String text, double nanos) {
            this.text = text;
            this.nanos = nanos;
        }
    }

    private int whole(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException _) {
            throw new SyntaxError(digits + " is too large", at, false);
        }
    }

    private Shape shape(String written) {
        var sizes = new ArrayList<Integer>();
        for (String size : written.split("x")) {
            sizes.add(whole(size));
        }
        try {
            return new Shape(sizes);
        } catch (ArithmeticException | IllegalArgumentException _) {
            throw new SyntaxError(written + " is too large a shape", at, false);
        }
    }

    /// A text; a [Template] where it holds `${…}`.
    private Object string(char quote) {
        int start = at++;
        var pieces = new ArrayList<Object>();
        var result = new StringBuilder();
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at++);
            int brace = c == '$' && text.startsWith("{", at) ? JavaText.closingBrace(text, at) : -1;
            String expression = brace < 0 ? "" : text.substring(at + 1, brace).strip();
            if (!expression.isEmpty() && !expression.contains("\n")) {
                pieces.add(result.toString());
                pieces.add(new Reference(expression));
                result.setLength(0);
                at = brace + 1;
            } else if (c == '\\' && at < text.length()) {
                result.append(escape());
            } else {
                result.append(c);
            }
        }
        if (at >= text.length()) {
            throw new SyntaxError(
                    "the text that starts with " + quote + " has no end", start, true);
        }
        at++;
        if (pieces.isEmpty()) {
            return result.toString();
        }
        pieces.add(result.toString());
        return new Template(pieces);
    }

    private char escape() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 's' -> ' ';
            case '0' -> '\0';
            case 'u' -> {
                Matcher hex = matcher(Pattern.compile("u*([0-9a-fA-F]{4})"));
                if (!hex.lookingAt()) {
                    throw new SyntaxError("\\u wants four hexadecimal digits", at, false);
                }
                at = hex.end();
                yield (char) Integer.parseInt(hex.group(1), 16);
            }
            default -> c;
        };
    }

    private List<@Nullable Object> list(char close) {
        int start = at++;
        var items = new ArrayList<@Nullable Object>();
        skipSeparators();
        while (at < text.length() && text.charAt(at) != close) {
            items.add(value());
            skipSeparators();
        }
        close(start, close);
        return items;
    }

    private Map<Object, @Nullable Object> map() {
        int start = at++;
        var map = new LinkedHashMap<Object, @Nullable Object>();
        skipSeparators();
        while (at < text.length() && text.charAt(at) != '}') {
            int keyStart = at;
            Object key = value();
            skipBlanks();
            if (key == null) {
                throw new SyntaxError("none is no key", keyStart, false);
            }
            if (at >= text.length() || text.charAt(at) != ':') {
                throw new SyntaxError(
                        "a map is written {key: value, …}; the \":\" is missing",
                        at,
                        at >= text.length());
            }
            at = skipBlanksFrom(at + 1);
            map.put(
                    key instanceof Call(String name, var p, var n) && p.isEmpty() && n.isEmpty()
                            ? name
                            : key,
                    value());
            skipSeparators();
        }
        close(start, '}');
        return map;
    }

    private void close(int start, char bracket) {
        if (at >= text.length()) {
            throw new SyntaxError(
                    "the bracket " + text.charAt(start) + " is not closed", start, true);
        }
        if (text.charAt(at) != bracket) {
            throw new SyntaxError(
                    "a " + bracket + " is missing before " + text.charAt(at), at, false);
        }
        at++;
    }

    private Reference reference() {
        int start = at++;
        if (at < text.length() && text.charAt(at) == '{') {
            int end = JavaText.closingBrace(text, at);
            if (end < 0) {
                throw new SyntaxError("the bracket ${ is not closed", start, true);
            }
            String expression = text.substring(at + 1, end).strip();
            if (expression.isEmpty()) {
                throw new SyntaxError("${} holds no expression", start, false);
            }
            at = end + 1;
            return new Reference(expression);
        }
        Matcher name = matcher(Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*"));
        if (!name.lookingAt()) {
            throw new SyntaxError(
                    "$ is followed by the name of a Java variable", start, at >= text.length());
        }
        at = name.end();
        return new Reference(name.group());
    }

    private @Nullable Object name() {
        Matcher matcher = matcher(NAME);
        if (!matcher.lookingAt()) {
            throw new SyntaxError("\"" + text.charAt(at) + "\" starts no name", at, false);
        }
        int start = at;
        at = matcher.end();
        String name = KERAS.matcher(matcher.group()).replaceFirst("");
        if (at < text.length() && text.charAt(at) == '(') {
            at++;
            var arguments = arguments(')');
            close(start + matcher.group().length(), ')');
            var positional = new ArrayList<@Nullable Object>();
            var named = new LinkedHashMap<String, @Nullable Object>();
            for (Written argument : arguments) {
                if (argument.key() == null) {
                    positional.add(argument.value());
                } else if (named.put(argument.key(), argument.value()) != null) {
                    throw new SyntaxError(
                            argument.key() + " is given twice", argument.keyAt().from(), false);
                }
            }
            return new Call(name, positional, named);
        }
        return switch (name) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            case "none", "None", "null" -> null;
            default -> Call.of(name);
        };
    }

    private Matcher matcher(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length());
    }

    private static boolean isNameStart(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private boolean isNamePart(int index) {
        return index < text.length()
                && (Character.isLetterOrDigit(text.charAt(index)) || text.charAt(index) == '_');
    }

    private void skipBlanks() {
        at = skipBlanksFrom(at);
    }

    private int skipBlanksFrom(int from) {
        int index = from;
        while (index < text.length() && Character.isWhitespace(text.charAt(index))) {
            index++;
        }
        return index;
    }

    private void skipSeparators() {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
            skipBlanks();
        }
    }
}
