package dev.kiln.runtime;

/// Leaves a loop in the middle of a run; never seen outside.
final class Stopped extends RuntimeException {
    static final Stopped INSTANCE = new Stopped();

    private Stopped() {
        super("stopped", null, false, false);
    }
}
