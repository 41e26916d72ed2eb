package dev.kiln.callbacks;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file name with places for numbers, filled as Python's `str.format` does: `{epoch}`, `{epoch:02d}`,
/// `{val_loss:.2f}`; doubled braces stand for themselves.
record FileNamePattern(String text) {
    private static final Pattern PLACE =
            Pattern.compile("\\{\\{|}}|\\{([^{}:!]*)(?:![rsa])?(?::([^{}]*))?}");

    /// @param epoch counted from 1
    /// @param batch counted from 1; null where no batch is known
    String fill(int epoch, @Nullable Integer batch, Map<String, Double> logs) {
        var numbers = new LinkedHashMap<String, Number>(logs);
        numbers.put("epoch", epoch);
        if (batch != null) {
            numbers.put("batch", batch);
        }
        Matcher matcher = PLACE.matcher(text);
        var name = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(name, Matcher.quoteReplacement(filled(matcher, numbers)));
        }
        return matcher.appendTail(name).toString();
    }

    private String filled(Matcher place, Map<String, Number> numbers) {
        String key = place.group(1);
        if (key == null) {
            return place.group().substring(1);
        }
        Number number = numbers.get(key);
        if (number == null) {
            throw new UserError(
                    "E152",
                    "model_checkpoint has no "
                            + (key.isEmpty() ? "name in {}" : key)
                            + " for "
                            + text
                            + ". Known: "
                            + String.join(", ", new TreeSet<>(numbers.keySet()))
                            + ".",
                    "Type: model_checkpoint(\"model_{epoch:02d}.keras\")");
        }
        String specification = place.group(2) == null ? "" : place.group(2);
        return (specification.isEmpty()
                        ? java.util.Optional.of(PythonNumber.text(number))
                        : PythonNumber.text(number, specification))
                .orElseThrow(
                        () ->
                                new UserError(
                                        "E143",
                                        place.group()
                                                + " in "
                                                + text
                                                + " is no way to write "
                                                + PythonNumber.text(number)
                                                + ".",
                                        "Type: {epoch:02d} for a whole number, {val_loss:.2f} for a score"));
    }
}
