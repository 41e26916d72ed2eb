package dev.kiln.runtime;

import java.util.function.BooleanSupplier;

/// What one run of a program is told: which random numbers it draws, and whom it asks if it should stop.
final class Moment {
    long seed;
    long count;
    BooleanSupplier stop = () -> false;

    /// Whether the run should be given up; an interrupt stays for others to see.
    boolean stopped() {
        return Thread.currentThread().isInterrupted() || stop.getAsBoolean();
    }
}
