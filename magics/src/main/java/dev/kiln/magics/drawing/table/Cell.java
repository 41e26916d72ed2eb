package dev.kiln.magics.drawing.table;

/// One cell of a [Grid].
///
/// @param text plain text, may be anything a user wrote; empty for a missing value
/// @param bold whether it stands out, for example as the best of its column
/// @param tint how strongly the cell is tinted blue, 0 to 1
/// @param bar  the length of a bar behind the text, as a share of the cell, 0 to 1; negative for none
public record Cell(String text, boolean bold, double tint, double bar) {
    public static Cell of(String text) {
        return new Cell(text, false, 0, -1);
    }

    public Cell inBold() {
        return new Cell(text, true, tint, bar);
    }

    public Cell tinted(double share) {
        return new Cell(text, bold, share, bar);
    }

    public Cell withBar(double share) {
        return new Cell(text, bold, tint, share);
    }
}
