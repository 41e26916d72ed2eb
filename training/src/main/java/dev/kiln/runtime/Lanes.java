package dev.kiln.runtime;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicInteger;

/// Kernels that may run at the same time, taken one after the other by whoever is free.
final class Lanes implements Kernel {
    private final Kernel[] lanes;
    private final @Nullable Throwable[] failures;
    private final AtomicInteger next = new AtomicInteger();
    private final Kernel taking = this::take;

    Lanes(Kernel[] lanes) {
        this.lanes = lanes;
        this.failures = new Throwable[lanes.length];
    }

    /// @throws RuntimeException what the first of the lanes that failed threw; so for an Error
    @Override
    public void run(Moment moment) {
        next.set(0);
        Workers.both(taking, taking, moment);
        for (int lane = 0; lane < lanes.length; lane++) {
            Throwable failure = failures[lane];
            if (failure != null) {
                java.util.Arrays.fill(failures, null);
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
        }
    }

    private void take(Moment moment) {
        for (int lane = next.getAndIncrement();
                lane < lanes.length;
                lane = next.getAndIncrement()) {
            try {
                lanes[lane].run(moment);
            } catch (RuntimeException | Error e) {
                failures[lane] = e;
                moment.giveUp();
            }
        }
    }
}
