package dev.kiln.kernel.java;

/// A piece of a cell's source and where it stands.
///
/// @param label     what the cell is called in messages, for example `Cell [3]`
/// @param code      the piece
/// @param firstLine the line of the cell, from 1, with which the piece begins
public record CellSource(String label, String code, int firstLine) {
    /// The part of this piece from a `char` on.
    CellSource from(int offset) {
        return new CellSource(label, code.substring(offset), lineOf(offset));
    }

    /// The line of the cell in which a `char` of this piece stands.
    int lineOf(int offset) {
        return firstLine
                + (int)
                        code.substring(0, Math.min(offset, code.length()))
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
    }

    /// The text of a line of the cell; empty where the piece has no such line.
    String line(int number) {
        String[] lines = code.split("\n", -1);
        int index = number - firstLine;
        return index >= 0 && index < lines.length ? lines[index] : "";
    }
}
