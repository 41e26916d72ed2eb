package dev.kiln.runtime;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/// Tells whether what runs over vectors is compiled: until then each vector is an object on the heap, and afterwards none is.
///
/// Unlike a clock this says the same on a busy machine.
final class Boxes {
    private static final ThreadMXBean THREADS =
            ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    /// A part of the objects that may stay: what is compiled may still make some where it begins.
    private static final int PARTS = 10;

    /// The first runs also load classes.
    private static final int FIRST = 3;

    private final Runnable run;
    private long all = Long.MAX_VALUE;
    private int runs;

    /// @param run over vectors, a small piece of work that makes no other objects
    Boxes(Runnable run) {
        this.run = run;
    }

    /// Runs once more; whether next to no vector was an object.
    boolean areGone() {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        run.run();
        long made = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (runs < FIRST) {
            runs++;
            all = Math.min(all, made);
        }
        return made <= all / PARTS;
    }
}
