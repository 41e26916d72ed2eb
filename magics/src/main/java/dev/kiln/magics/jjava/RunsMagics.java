package dev.kiln.magics.jjava;

/// A kernel that finds the magics in a cell and runs them itself.
public interface RunsMagics {}
