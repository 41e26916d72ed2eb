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
    public static Call of(String name) {
        return new Call(name, List.of(), Map.of());
    }
}
