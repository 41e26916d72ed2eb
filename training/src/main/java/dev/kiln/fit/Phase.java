package dev.kiln.fit;

/// What a program is for, which decides what it may write.
enum Phase {
    /// Parameters, optimizer, moving statistics, recurrent states, metrics.
    TRAIN,
    /// Recurrent states and metrics.
    EVALUATE,
    /// Recurrent states.
    PREDICT
}
