package dev.kiln.kernel.magics;

import java.util.Optional;

/// A magic of the kernel itself. Receives its line as typed: quotes and blanks mean what they mean to it.
public interface KernelMagic {
    /// Runs the magic on the cell's thread.
    ///
    /// @param arguments what follows the name on its line
    /// @param body      the rest of the cell where it is a cell magic
    /// @return what a variable can take, and what is shown where none does
    Optional<Object> run(String arguments, Optional<String> body) throws Exception;

    /// Whether this magic is meant, where the training magics have one of the same name.
    default boolean isMeant(String arguments) {
        return true;
    }

    /// Whether the magic can stand alone on a line.
    default boolean isLine() {
        return true;
    }

    /// Whether the magic can take the rest of the cell.
    default boolean isCell() {
        return false;
    }

    /// Whether the magic can run while a cell runs Java, as cells of subshells do.
    default boolean needsNoJava() {
        return false;
    }

    /// One line of help.
    String help();
}
