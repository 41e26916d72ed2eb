package dev.kiln.magics.notebook;

import org.jspecify.annotations.Nullable;

/// A piece of a cell, in the order in which it runs.
public sealed interface CellPart {
    /// The piece's first line in the cell, counted from 1.
    int line();

    /// Java source, as typed.
    record JavaCode(int line, String code) implements CellPart {}

    /// `[type] [result] = %name arguments`: the raw text after the name, continuation lines
    /// included, comment and trailing `;` not.
    ///
    /// @param resultType the type as written, for example `var`; null where the line is no
    ///                   declaration
    /// @param resultName the Java variable that takes the result; null where there is none
    record LineMagic(
            int line,
            String name,
            String arguments,
            @Nullable String resultType,
            @Nullable String resultName)
            implements CellPart {}

    /// `%%name arguments` and the rest of the cell.
    record CellMagic(int line, String name, String arguments, String body) implements CellPart {}
}
