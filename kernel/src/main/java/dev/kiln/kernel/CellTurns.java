package dev.kiln.kernel;

import java.util.function.BooleanSupplier;

/// Which cell may run Java: one at a time, wherever it came from.
final class CellTurns {
    private boolean taken;

    synchronized boolean isTaken() {
        return taken;
    }

    /// Takes the turn where it is free.
    synchronized boolean tryTake() {
        boolean free = !taken;
        taken = true;
        return free;
    }

    /// Waits for the turn.
    ///
    /// @param givenUp asked again after each [#lookAgain()]
    /// @return false where the wait was given up
    synchronized boolean take(BooleanSupplier givenUp) throws InterruptedException {
        while (taken && !givenUp.getAsBoolean()) {
            wait();
        }
        return !givenUp.getAsBoolean() && tryTake();
    }

    synchronized void release() {
        taken = false;
        notifyAll();
    }

    /// Has those who wait ask whether they should.
    synchronized void lookAgain() {
        notifyAll();
    }
}
