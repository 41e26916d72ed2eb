package dev.kiln.magics.output;

/// What a magic shows: HTML and, with the same facts, plain text. Text from the user is escaped
/// before it gets here.
public sealed interface Output {
    /// The picture of this output for frontends that draw; within the allowed tags only.
    String html();

    /// The same facts for frontends that do not: at most 25 lines of 100 columns.
    String text();

    /// The result of a magic: one card.
    record Card(String html, String text) implements Output {}

    /// One line `Note: …`.
    record Note(String html, String text) implements Output {}

    /// An amber bar with `Warning W…`; the magic goes on.
    record Warning(String html, String text) implements Output {}
}
