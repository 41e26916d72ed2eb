package dev.kiln.runtime;

import java.util.function.BooleanSupplier;

/// What one run of a program is told: which random numbers it draws, and whom it asks if it should stop.
final class Moment {
    long seed;
    long count;
    BooleanSupplier stop = () -> false;
    private Thread runner = Thread.currentThread();
    private volatile boolean isGivenUp;

    /// Begins a run by this thread.
    void begin(long seed, long count, BooleanSupplier stop) {
        this.seed = seed;
        this.count = count;
        this.stop = stop;
        runner = Thread.currentThread();
        isGivenUp = false;
    }

    /// Whether the run should be given up; an interrupt stays for others to see. Only the thread that began it asks; the others hear of
    /// it.
    boolean stopped() {
        if (!isGivenUp
                && Thread.currentThread() == runner
                && (runner.isInterrupted() || stop.getAsBoolean())) {
            isGivenUp = true;
        }
        return isGivenUp;
    }

    /// Ends the work of the other threads too.
    void giveUp() {
        isGivenUp = true;
    }
}
