package dev.kiln.callbacks;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file name with places for numbers, in the part of Python's format language that Keras' examples use:
/// `{epoch}`, `{epoch:02d}`, `{val_loss:.2f}`.
record FileNamePattern(String text) {
    private static final Pattern PLACE =
            Pattern.compile("\\{([A-Za-z_][A-Za-z_0-9]*)(?::(0?\\d*)(?:\\.(\\d+))?([dfeg%]?))?}");

    /// @param batch null where no batch is known
    String fill(int epoch, @Nullable Integer batch, Map<String, Double> logs) {
        Matcher matcher = PLACE.matcher(text);
        var name = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(
                    name, Matcher.quoteReplacement(number(matcher, epoch, batch, logs)));
        }
        return matcher.appendTail(name).toString();
    }

    private String number(
            Matcher place, int epoch, @Nullable Integer batch, Map<String, Double> logs) {
        String key = place.group(1);
        String width = place.group(2) == null ? "" : place.group(2);
        if (key.equals("epoch") || (key.equals("batch") && batch != null)) {
            int whole = key.equals("epoch") ? epoch : batch;
            return width.isEmpty()
                    ? String.valueOf(whole)
                    : String.format(Locale.ROOT, "%" + width + "d", whole);
        }
        Double value = logs.get(key);
        if (value == null) {
            var known = new TreeSet<>(logs.keySet());
            known.add("epoch");
            throw new UserError(
                    "E152",
                    "model_checkpoint has no "
                            + key
                            + " for "
                            + text
                            + ". Logged: "
                            + String.join(", ", known)
                            + ".",
                    "Type: model_checkpoint(\"model_{epoch:02d}.keras\")");
        }
        String digits = place.group(3) == null ? "" : "." + place.group(3);
        String kind = place.group(4) == null ? "" : place.group(4);
        return switch (kind) {
            case "" ->
                    digits.isEmpty()
                            ? String.valueOf(value)
                            : String.format(Locale.ROOT, "%" + width + digits + "g", value);
            case "%" ->
                    String.format(
                            Locale.ROOT,
                            "%" + width + (digits.isEmpty() ? ".6" : digits) + "f%%",
                            100 * value);
            case "d" -> String.format(Locale.ROOT, "%" + width + "d", Math.round(value));
            default -> String.format(Locale.ROOT, "%" + width + digits + kind, value);
        };
    }
}
