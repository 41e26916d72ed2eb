package dev.kiln.magics.grammar;

/// A piece of a magic's argument text, in `char`s.
///
/// @param from first `char`
/// @param to   the `char` after the last
public record Span(int from, int to) {}
