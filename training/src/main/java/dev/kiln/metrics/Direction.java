package dev.kiln.metrics;

/// Which values of a metric are better.
public enum Direction {
    /// Larger ones.
    UP,
    /// Smaller ones.
    DOWN,
    /// Nobody said.
    UNKNOWN
}
