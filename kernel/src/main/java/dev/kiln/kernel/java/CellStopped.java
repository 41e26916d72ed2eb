package dev.kiln.kernel.java;

/// Thrown into the code of an interrupted cell, again at each loop and call, until it has left the cell.
public final class CellStopped extends Error {
    public CellStopped() {
        super("Interrupted", null, false, false);
    }
}
