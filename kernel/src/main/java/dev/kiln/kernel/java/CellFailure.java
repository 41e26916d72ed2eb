package dev.kiln.kernel.java;

import java.util.List;

/// A cell ended with an error, as Jupyter shows it.
public final class CellFailure extends Exception {
    private final String name;
    private final String value;
    private final List<String> traceback;

    /// @param name      what kind of error, for example the exception's class
    /// @param value     the error in one line
    /// @param traceback the lines shown
    public CellFailure(String name, String value, List<String> traceback) {
        super(name + ": " + value, null, false, false);
        this.name = name;
        this.value = value;
        this.traceback = List.copyOf(traceback);
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    public List<String> traceback() {
        return traceback;
    }
}
