package dev.kiln.magics.grammar;

import org.jspecify.annotations.Nullable;

/// One argument as it was written.
///
/// @param key   before the `=`, as typed; null for a positional argument
/// @param value a Java value; null for `none`
/// @param at    where the value stands
/// @param keyAt where the key stands; where the value stands for a positional argument
public record Written(@Nullable String key, @Nullable Object value, Span at, Span keyAt) {}
