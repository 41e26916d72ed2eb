package dev.kiln.checks;

import dev.kiln.catalog.Argument;
import dev.kiln.catalog.Call;
import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Names;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/// How a remedy is written: for a notebook's magics, or for Java.
public enum Dialect {
    MAGIC,
    JAVA;

    /// `Type:` before a magic, `Write:` before Java.
    String type() {
        return this == MAGIC ? "Type:" : "Write:";
    }

    String typeInside() {
        return this == MAGIC ? "type:" : "write:";
    }

    /// The line that compiles with another loss.
    String compile(String optimizer, String loss, List<String> metrics) {
        var words = new ArrayList<>(List.of(optimizer, loss));
        words.addAll(metrics);
        return this == MAGIC
                ? "%compile " + String.join(" ", words)
                : words.stream()
                        .map(Dialect::quoted)
                        .collect(Collectors.joining(", ", "model.compile(", ")"));
    }

    /// The loss with `from_logits=true`.
    String withLogits(String loss) {
        return this == MAGIC
                ? loss + "(from_logits=true)"
                : "new " + className(loss) + "().withFromLogits(true)";
    }

    /// The loss that leaves out a class number.
    String ignoring(String loss, String classNumber) {
        return this == MAGIC
                ? loss + "(ignore_class=" + classNumber + ")"
                : "new " + className(loss) + "().withIgnoreClass(" + classNumber + ")";
    }

    /// A last layer.
    String dense(int units, @Nullable String activation) {
        if (this == MAGIC) {
            return "dense " + units + (activation == null ? "" : " " + activation);
        }
        return "new Dense(" + units + (activation == null ? "" : ", \"" + activation + "\"") + ")";
    }

    /// A magic with an option of the data, in place of the value that it had.
    String data(String data, String option) {
        String name = option.substring(0, option.indexOf('='));
        return "%data "
                + data.replaceAll(" " + name + "=(\\[[^\\]]*\\]|\"[^\"]*\"|\\S+)", "")
                + " "
                + option;
    }

    private static String className(String loss) {
        return Losses.CATALOG
                .find(loss)
                .map(entry -> entry.type().getSimpleName())
                .orElseThrow(() -> new IllegalArgumentException(loss));
    }

    private static String quoted(String word) {
        return word.startsWith("new ") || word.startsWith("\"") ? word : "\"" + word + "\"";
    }

    /// A name, a call or an object as it would be written: `adam(learning_rate=0.01)`, `new Adam().withLearningRate(0.01)`.
    ///
    /// @param catalog knows the name
    /// @param given   as it was given; null for the default of the name `standard`
    public <T> String word(Catalog<T> catalog, @Nullable Object given, String standard) {
        return switch (given) {
            case null -> standard;
            case String name -> name;
            case Call(String name, var positional, var named)
                    when positional.isEmpty() && named.isEmpty() ->
                    name;
            case Call call when catalog.find(call.name()).isEmpty() -> call.name();
            case Call call -> described(catalog, catalog.get(call));
            default -> described(catalog, given);
        };
    }

    private <T> String described(Catalog<T> catalog, Object value) {
        var entry = catalog.entryOf(value).filter(known -> known.type() == value.getClass());
        if (entry.isEmpty()) {
            return Conversion.ownName(value);
        }
        if (this == MAGIC) {
            return entry.get().describe(value);
        }
        var values = entry.get().values(value);
        var text = new StringBuilder();
        for (Argument argument : entry.get().arguments()) {
            Object own = values.get(argument.name());
            if (!Objects.equals(own, argument.defaultValue())) {
                text.append(".with")
                        .append(camelCase(argument.name()))
                        .append('(')
                        .append(java(own))
                        .append(')');
            }
        }
        return text.isEmpty()
                ? entry.get().name()
                : "new " + value.getClass().getSimpleName() + "()" + text;
    }

    private static String camelCase(String snakeCase) {
        return Arrays.stream(snakeCase.split("_"))
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining());
    }

    private static String java(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> "\"" + text + "\"";
            case Enum<?> constant ->
                    constant.getDeclaringClass().getSimpleName() + "." + constant.name();
            case List<?> list ->
                    list.stream()
                            .map(Dialect::java)
                            .collect(Collectors.joining(", ", "List.of(", ")"));
            case Record record -> Conversion.text(record);
            default -> String.valueOf(value);
        };
    }

    /// The catalogued name of a loss, its own one where it has none.
    static String name(Loss loss) {
        return Losses.CATALOG
                .entryOf(loss)
                .map(entry -> entry.name())
                .orElseGet(() -> Names.snakeCase(loss.name()));
    }
}
