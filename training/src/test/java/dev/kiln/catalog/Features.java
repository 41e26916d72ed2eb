package dev.kiln.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// What Keras offers under which names: `Huber(delta=1.0, name='huber_loss')`, one a line, then
/// `mean_squared_error: mse, MSE`, one a line.
///
/// @param signatures class names with their arguments' defaults, in order; `null` where there is none
/// @param aliases    names with what they stand for
public record Features(Map<String, Map<String, String>> signatures, Map<String, String> aliases) {
    private static final Pattern ARGUMENT =
            Pattern.compile("(\\w+)(?:=('[^']*'|\\([^)]*\\)|[^,]*))?(?:, |$)");

    /// @param file under the test resources' folder `features`
    public static Features of(String file) {
        var signatures = new LinkedHashMap<String, Map<String, String>>();
        var aliases = new LinkedHashMap<String, String>();
        for (String line : lines(file)) {
            int open = line.indexOf('(');
            if (open > 0) {
                signatures.put(
                        line.substring(0, open),
                        arguments(line.substring(open + 1, line.length() - 1)));
            } else {
                String[] parts = line.split(": ");
                for (String alias : parts[1].split(", ")) {
                    aliases.put(alias, parts[0]);
                }
            }
        }
        return new Features(signatures, aliases);
    }

    private static List<String> lines(String file) {
        try (InputStream stream = Features.class.getResourceAsStream("/features/" + file)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> arguments(String text) {
        var found = new LinkedHashMap<String, String>();
        var matcher = ARGUMENT.matcher(text);
        while (matcher.find()) {
            if (!matcher.group(1).isEmpty()) {
                found.put(
                        matcher.group(1), matcher.group(2) == null ? "" : typed(matcher.group(2)));
            }
        }
        return found;
    }

    /// A Python default as a user of Kiln would type it.
    private static String typed(String python) {
        if (python.startsWith("'")) {
            return python.substring(1, python.length() - 1).toLowerCase(java.util.Locale.ROOT);
        }
        if (python.startsWith("(")) {
            return "[" + python.substring(1, python.length() - 1) + "]";
        }
        return switch (python) {
            case "None" -> "none";
            case "True" -> "true";
            case "False" -> "false";
            default -> Conversion.text(Double.parseDouble(python));
        };
    }

    /// Compares an entry of a catalogue with a signature, `dtype` apart: everything is computed in 32 bits.
    ///
    /// @param own arguments that Keras does not have, at the end
    public static void same(Entry<?> entry, Map<String, String> signature, List<String> own) {
        var expected = new ArrayList<String>();
        signature.forEach(
                (name, text) -> {
                    // Keras names an object without a name after its class.
                    boolean isNamedLater = name.equals("name") && text.equals("none");
                    if (!name.equals("dtype")) {
                        expected.add(isNamedLater ? "name=" + entry.name() : name + "=" + text);
                    }
                });
        var got =
                entry.arguments().stream()
                        .filter(argument -> !own.contains(argument.name()))
                        .map(argument -> argument.name() + "=" + argument.defaultText())
                        .toList();
        assertThat(got).as(entry.name()).containsExactlyElementsOf(expected);
    }
}
