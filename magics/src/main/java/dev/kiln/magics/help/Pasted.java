package dev.kiln.magics.help;

import dev.kiln.catalog.UserError;

import java.util.Optional;

/// Cells that were pasted from a page about Keras in Python.
public final class Pasted {
    private Pasted() {}

    /// The answer to a cell with a line of Python that stands for a magic; empty for all others.
    public static Optional<UserError> answer(String cell) {
        return PythonLine.in(cell).map(PythonLine::answer);
    }
}
