package dev.kiln.runtime;

import java.util.ArrayList;
import java.util.List;

/// Runs what was just generated until the virtual machine has compiled it: until then it is a hundred times slower than loops.
///
/// All that waits is run in turns, so that one is compiled while the next earns it.
final class Warming {
    private static final long PATIENCE = 5_000_000_000L;

    /// What was compiled to vectors takes less than this share of the time of plain loops that the virtual machine cannot turn into vectors.
    static final double FIFTH = 0.2;

    private static final List<Warming> WAITING = new ArrayList<>();

    private final Runnable vectors;
    private final Runnable loops;
    private final double fast;
    private long least = Long.MAX_VALUE;
    private long leastOfLoops = Long.MAX_VALUE;

    private Warming(Runnable vectors, Runnable loops, double fast) {
        this.vectors = vectors;
        this.loops = loops;
        this.fast = fast;
    }

    /// @param vectors what to run
    /// @param loops   the same by plain loops
    /// @param fast    the share of their time that is fast enough
    static synchronized void await(Runnable vectors, Runnable loops, double fast) {
        WAITING.add(new Warming(vectors, loops, fast));
    }

    /// Comes back when all that waited is fast; where it does not become so, after some seconds. An interrupt ends it
    /// sooner and stays for others to see: what waits then waits for the next program.
    static synchronized void finish() {
        long began = System.nanoTime();
        while (!WAITING.isEmpty() && !Thread.currentThread().isInterrupted()) {
            WAITING.removeIf(Warming::isFast);
            if (System.nanoTime() - began >= PATIENCE) {
                WAITING.clear();
            }
        }
    }

    private boolean isFast() {
        least = Math.min(least, time(vectors));
        leastOfLoops = Math.min(leastOfLoops, time(loops));
        return least < fast * leastOfLoops;
    }

    private static long time(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return System.nanoTime() - began;
    }
}
