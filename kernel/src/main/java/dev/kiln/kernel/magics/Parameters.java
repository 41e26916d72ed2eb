package dev.kiln.kernel.magics;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `%parameters {"epochs": 5, "rate": 0.01}` sets variables from outside, as papermill does. A variable that exists keeps
/// its type, so that 2 becomes 2.0 where a `double` was declared; another one is declared with the type of its value.
record Parameters(Session session) implements KernelMagic {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");
    private static final Pattern ELEMENTS =
            Pattern.compile(
                    "(.+?)\\s*\\[]|(?:[\\w.]+\\.)?(?:List|Collection|Iterable)<(.+)>|(?:[\\w.]+\\.)?Map<[\\w.]*String,\\s*(.+)>");
    private static final int LARGEST_TEXT = 60_000;

    @Override
    public Optional<Object> run(String arguments, Optional<String> body) throws Exception {
        JsonObject values = parsed(arguments);
        for (var entry : values.entrySet()) {
            set(entry.getKey(), entry.getValue());
        }
        return Optional.empty();
    }

    private static JsonObject parsed(String arguments) {
        try {
            if (JsonParser.parseString(arguments) instanceof JsonObject values) {
                return values;
            }
        } catch (JsonParseException | StackOverflowError broken) {
            throw mistake("%parameters does not understand this: " + arguments);
        }
        throw mistake("%parameters takes a JSON object, not this: " + arguments);
    }

    private static UserError mistake(String problem) {
        return new UserError(problem, "Type: %parameters {\"epochs\": 5, \"rate\": 0.01}");
    }

    private void set(String name, JsonElement value) throws Exception {
        if (!NAME.matcher(name).matches()) {
            throw mistake("\"" + name + "\" is no name for a variable.");
        }
        String type = session.variables().get(name);
        String java = type == null ? source(value, "") : source(value, type);
        if (type != null) {
            session.run(name + " = " + java + ";");
        } else {
            session.run((value.isJsonNull() ? "Object" : "var") + " " + name + " = " + java + ";");
        }
    }

    /// A value as Java writes it.
    ///
    /// @param type the type it is for, as declared; empty where none is
    private static String source(JsonElement value, String type) {
        return switch (value) {
            case JsonPrimitive text when isWord(text, type) -> text.getAsString();
            case JsonPrimitive text when text.isString() -> text(text.getAsString(), type);
            case JsonPrimitive flag when flag.isBoolean() -> flag.getAsString();
            case JsonPrimitive number ->
                    number(number.getAsBigDecimal(), number.getAsString(), type);
            case JsonObject map ->
                    map.entrySet().stream()
                            .map(
                                    entry ->
                                            "java.util.Map.entry("
                                                    + text(entry.getKey(), "")
                                                    + ", "
                                                    + source(entry.getValue(), elements(type))
                                                    + ")")
                            .collect(Collectors.joining(", ", "java.util.Map.ofEntries(", ")"));
            case JsonElement list when list.isJsonArray() -> {
                List<String> each =
                        list.getAsJsonArray().asList().stream()
                                .map(element -> source(element, elements(type)))
                                .toList();
                String all = String.join(", ", each);
                yield type.endsWith("[]")
                        ? "new " + type + " {" + all + "}"
                        : "java.util.Arrays.asList(" + all + ")";
            }
            case JsonElement _ -> "null";
        };
    }

    /// Whether a text is meant as a number or a flag, as programs write that do not know the declared type.
    private static boolean isWord(JsonPrimitive value, String type) {
        return value.isString()
                && switch (type) {
                    case "boolean", "Boolean" -> value.getAsString().matches("true|false");
                    case "int", "Integer", "double", "float", "long", "short", "byte" ->
                            value.getAsString().matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
                    default -> false;
                };
    }

    /// The type of what a declared array, list or map holds.
    private static String elements(String type) {
        Matcher parts = ELEMENTS.matcher(type);
        if (!parts.matches()) {
            return "";
        }
        @Nullable String found = parts.group(1);
        for (int i = 2; found == null && i <= parts.groupCount(); i++) {
            found = parts.group(i);
        }
        return found == null ? "" : found;
    }

    private static String number(BigDecimal exact, String written, String type) {
        boolean isWhole = !written.matches(".*[.eE].*");
        return switch (type.replaceFirst("^java\\.(lang|math)\\.", "")) {
            case "double", "Double" -> isWhole ? written + ".0" : written;
            case "float", "Float" -> written + "f";
            case "long", "Long" -> written + "L";
            case "short", "Short", "byte", "Byte" ->
                    "("
                            + type.replaceFirst("^java\\.lang\\.", "").toLowerCase(Locale.ROOT)
                            + ") "
                            + written;
            case "BigDecimal" -> "new java.math.BigDecimal(\"" + written + "\")";
            case "BigInteger" -> "new java.math.BigInteger(\"" + written + "\")";
            case String _ ->
                    isWhole && exact.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
                            ? written + "L"
                            : written;
        };
    }

    private static String text(String text, String type) {
        if (text.length() > LARGEST_TEXT) {
            throw new UserError(
                    "A parameter has "
                            + text.length()
                            + " letters; Java's texts in source have at most "
                            + LARGEST_TEXT
                            + ".",
                    "Write it to a file and give the file's name.");
        }
        if (List.of("char", "Character").contains(type) && text.length() == 1) {
            return "'" + escaped(text.charAt(0)) + "'";
        }
        return text.chars()
                .mapToObj(c -> escaped((char) c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"', '\'', '\\' -> "\\" + c;
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> c >= ' ' && c < 127 ? String.valueOf(c) : "\\u%04x".formatted((int) c);
        };
    }

    @Override
    public String help() {
        return "%parameters {\"epochs\": 5}: sets variables from JSON; papermill writes it";
    }
}
