package dev.kiln.catalog;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;

/// One argument of a catalogued name, read off a record's component.
///
/// @param name         as Keras and the magics write it: `learning_rate`
/// @param type         the component's Java type
/// @param isRequired   whether there is no default
/// @param defaultValue what stands where it is left out; null is a value too
/// @param doc          one line: meaning, range, unit
/// @param example      a value as a user would type it
public record Argument(
        String name,
        Type type,
        boolean isRequired,
        @Nullable Object defaultValue,
        String doc,
        String example) {

    /// The type in a user's words: `number`, `whole number`, `optimizer`.
    public String typeName() {
        return Conversion.typeName(type);
    }

    /// The default as a user would type it; empty where there is none.
    public String defaultText() {
        return isRequired ? "" : Conversion.text(defaultValue);
    }

    /// The example as it is typed: a text that is more than a name in quotes.
    String typed() {
        return type == String.class && !example.matches("\\w+") ? '"' + example + '"' : example;
    }
}
