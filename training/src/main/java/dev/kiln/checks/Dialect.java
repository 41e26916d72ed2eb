package dev.kiln.checks;

import dev.kiln.catalog.Names;
import dev.kiln.losses.Loss;
import dev.kiln.losses.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
                : words.stream().map(Dialect::java).collect(Collectors.joining(", ", "model.compile(", ")"));
    }

    /// The loss with `from_logits=true`.
    String withLogits(String loss) {
        return this == MAGIC ? loss + "(from_logits=true)" : "new " + className(loss) + "().withFromLogits(true)";
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

    /// A magic with an option of the data.
    String data(String data, String option) {
        return "%data " + data + " " + option;
    }

    private static String className(String loss) {
        return Losses.CATALOG.find(loss)
                .map(entry -> entry.type().getSimpleName())
                .orElseThrow(() -> new IllegalArgumentException(loss));
    }

    private static String java(String word) {
        return word.startsWith("new ") || word.startsWith("\"") ? word : "\"" + word + "\"";
    }

    /// The catalogued name of a loss, its own one where it has none.
    static String name(Loss loss) {
        return Losses.CATALOG.entryOf(loss).map(entry -> entry.name()).orElseGet(() -> Names.snakeCase(loss.name()));
    }
}
