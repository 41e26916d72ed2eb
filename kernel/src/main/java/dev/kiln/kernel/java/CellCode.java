package dev.kiln.kernel.java;

import dev.kiln.kernel.output.Cell;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/// What the classes of cells call in addition to what was typed: woven in by [StopChecks].
public final class CellCode {
    private static volatile boolean stopping;
    private static volatile Cell stopped = Cell.current();

    private CellCode() {}

    /// Called at the start of each method and before each jump back.
    public static void check() {
        if (stopping && Cell.current().equals(stopped)) {
            throw new CellStopped();
        }
    }

    /// In place of `System.exit(status)`.
    public static void exit(int status) {
        throw new CellExited(status);
    }

    /// In place of `runtime.exit(status)` and `runtime.halt(status)`.
    public static void exit(Runtime runtime, int status) {
        throw new CellExited(status);
    }

    /// In place of `builder.start()`: what the child would print to the kernel's own streams goes to the cell.
    public static Process start(ProcessBuilder builder) throws IOException {
        boolean out = builder.redirectOutput() == Redirect.INHERIT;
        boolean err = builder.redirectError() == Redirect.INHERIT && !builder.redirectErrorStream();
        if (builder.redirectInput() == Redirect.INHERIT) {
            builder.redirectInput(Redirect.PIPE);
        }
        if (out) {
            builder.redirectOutput(Redirect.PIPE);
        }
        if (err) {
            builder.redirectError(Redirect.PIPE);
        }
        Process process = builder.start();
        ChildOutput output = ChildOutput.of(process, out, err);
        return out || err ? new WatchedProcess(process, output) : process;
    }

    /// Lets the code of this cell run into [CellStopped].
    static void stop(Cell cell) {
        stopped = cell;
        stopping = true;
    }

    /// The cell's code has ended, or goes on for good.
    static void allStopped(Cell cell) {
        if (stopped.equals(cell)) {
            stopping = false;
        }
    }
}
