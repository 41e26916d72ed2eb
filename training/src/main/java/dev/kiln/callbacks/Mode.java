package dev.kiln.callbacks;

/// Which way a monitored score gets better.
public enum Mode {
    /// As the score itself says.
    AUTO,
    MIN,
    MAX
}
