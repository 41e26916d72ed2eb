package dev.kiln.kernel;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Gives memory back to the system when nothing has run for a while: once after the warming, once after each time of
/// work. A kernel that is left open overnight should not hold what its last cell threw away.
final class Resting {
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);

    /// Collecting more than this could keep a cell waiting that comes meanwhile.
    private static final long MOST_BYTES = 512L << 20;

    /// What is not worth a collection.
    private static final long LEAST_BYTES = 32L << 20;

    private final BooleanSupplier busy;
    private volatile long lastWork = System.nanoTime();

    /// @param busy whether a cell runs
    Resting(BooleanSupplier busy) {
        this.busy = busy;
    }

    /// To be called when a cell has ended.
    void worked() {
        lastWork = System.nanoTime();
    }

    /// Watches from now on; to be called on a thread of its own.
    void watch() {
        worked();
        long collectedAfter = lastWork - 1;
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(QUIET_NANOS / 4);
            long worked = lastWork;
            if (worked != collectedAfter
                    && !busy.getAsBoolean()
                    && System.nanoTime() - worked > QUIET_NANOS) {
                collectedAfter = worked;
                collect();
            }
        }
    }

    private static void collect() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        if (used <= MOST_BYTES && runtime.freeMemory() >= LEAST_BYTES) {
            System.gc();
        }
    }
}
