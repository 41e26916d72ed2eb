package dev.kiln.kernel.java;

/// Thrown in place of `System.exit` and `Runtime.halt` in a cell: the cell ends, the kernel does not.
public final class CellExited extends Error {
    private final int status;

    CellExited(int status) {
        super("The cell called System.exit(" + status + ").", null, false, false);
        this.status = status;
    }

    /// What the cell wanted to be the process's exit status.
    public int status() {
        return status;
    }
}
