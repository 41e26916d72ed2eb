package dev.kiln.plan;

import dev.kiln.graph.Op;
import dev.kiln.graph.Variable;

/// A stretch of memory that a program reads or writes.
///
/// @param id   its place in the program's list
/// @param size floats
/// @param kind what it holds
public record Buffer(int id, long size, Kind kind) {
    /// Who fills a buffer, and how long its numbers last.
    public sealed interface Kind {}

    /// Filled by the caller before a run.
    public record Given(String name) implements Kind {}

    /// Filled when the program is loaded, never written again.
    public record Fixed(Op op) implements Kind {}

    /// A variable's own memory; written by the commit only.
    public record Stored(Variable variable) implements Kind {}

    /// Written and read within one run; shares its memory with others when their times do not overlap.
    public record Temporary() implements Kind {}
}
