package dev.kiln.metrics;

/// How the area between two neighbouring thresholds is taken.
public enum Summation {
    /// Under the straight line between them; for precision-recall under the curve that Davis & Goadrich 2006,
    /// https://doi.org/10.1145/1143844.1143874, showed to be right.
    INTERPOLATION,
    /// With the larger of the two heights.
    MAJORING,
    /// With the smaller of the two heights.
    MINORING
}
