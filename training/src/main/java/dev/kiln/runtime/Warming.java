package dev.kiln.runtime;

import java.util.ArrayList;
import java.util.List;

/// Runs what was just generated until the virtual machine has compiled it: until then it is a hundred times slower than loops.
///
/// All that waits is run in turns, so that one is compiled while the next earns it.
final class Warming {
    private static final long PATIENCE = 5_000_000_000L;

    private static final List<Boxes> WAITING = new ArrayList<>();

    private Warming() {}

    /// @param vectors what to run, down every branch that its callers will take: a branch that was never taken is left out of
    ///                compiled code, and taking it throws the code away
    static synchronized void await(Runnable vectors) {
        WAITING.add(new Boxes(vectors));
    }

    /// Comes back when all that waited is compiled; where it does not become so, after some seconds. An interrupt ends it
    /// sooner and stays for others to see: what waits then waits for the next program.
    static synchronized void finish() {
        long began = System.nanoTime();
        while (!WAITING.isEmpty() && !Thread.currentThread().isInterrupted()) {
            WAITING.removeIf(Boxes::areGone);
            if (System.nanoTime() - began >= PATIENCE) {
                WAITING.clear();
            }
        }
    }
}
