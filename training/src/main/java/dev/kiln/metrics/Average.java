package dev.kiln.metrics;

/// How the values of several classes become one.
public enum Average {
    /// All entries pooled, then one value.
    MICRO,
    /// The mean of the classes' values.
    MACRO,
    /// The mean of the classes' values, weighed by how often each was labelled.
    WEIGHTED
}
