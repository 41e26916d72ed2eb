package dev.kiln.catalog;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// A name with arguments, as in `adam(0.01, beta_1=0.95)`, not looked up yet.
///
/// @param positional arguments without a name, in order
/// @param named      arguments by name
public record Call(
        String name, List<@Nullable Object> positional, Map<String, @Nullable Object> named) {
    /// What one text says: a name alone, or `adam(learning_rate=0.01)`.
    ///
    /// @throws UserError E102 where a bracket is open or something stands in the wrong place
    public static Call of(String text) {
        return text.indexOf('(') > 0 ? CallText.read(text) : new Call(text, List.of(), Map.of());
    }
}
