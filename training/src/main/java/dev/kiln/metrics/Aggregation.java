package dev.kiln.metrics;

/// How the explained variance of several outputs becomes one value.
public enum Aggregation {
    /// Their mean.
    UNIFORM_AVERAGE,
    /// Their mean, weighed by the variance of each target.
    VARIANCE_WEIGHTED_AVERAGE
}
