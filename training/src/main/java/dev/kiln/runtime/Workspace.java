package dev.kiln.runtime;

import dev.kiln.plan.Program;

/// Memory for what programs forget when a run ends, their inputs too. Programs that never run at the same time share one:
/// together they take what the largest of them takes.
public final class Workspace {
    private final Scratch scratch = new Scratch();

    Scratch scratch() {
        return scratch;
    }

    /// Bytes of a program's memory that are here already.
    public long held(Program program) {
        long wanted = program.memory() - program.own();
        return scratch.holds(wanted) ? wanted * Float.BYTES : 0;
    }
}
