package dev.kiln.layers;

/// How well a key fits a query.
public enum ScoreMode {
    /// Their scalar product.
    DOT,
    /// The sum of the tanh of their sum.
    CONCAT
}
