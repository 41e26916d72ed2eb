package dev.kiln.magics.drawing.table;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// A table as it is shown: some rows of the data, in order, perhaps with a gap.
///
/// @param caption above the table; empty for none
/// @param columns all of the same length, at least one
/// @param gap     before which row rows are left out
/// @param footer  below the table; empty for none
public record Grid(String caption, List<Column> columns, OptionalInt gap, String footer) {
    public Grid {
        columns = List.copyOf(columns);
        int rows = columns.getFirst().cells().size();
        for (Column column : columns) {
            if (column.cells().size() != rows) {
                throw new IllegalArgumentException(
                        "column "
                                + column.name()
                                + " has "
                                + column.cells().size()
                                + " cells, the first column "
                                + rows);
            }
        }
    }

    public Grid(String caption, List<Column> columns) {
        this(caption, columns, OptionalInt.empty(), "");
    }

    public Grid withFooter(String next) {
        return new Grid(caption, columns, gap, next);
    }

    int rows() {
        return columns.getFirst().cells().size();
    }

    /// As a `<table>`.
    public String html() {
        return new GridHtml(this).html();
    }

    /// In characters, with columns that line up.
    public String text() {
        return new GridText(this).text();
    }

    /// The first and the last rows, half of `most` each, where there are more than `most`.
    public Grid cutTo(int most) {
        if (rows() <= most) {
            return this;
        }
        int head = (most + 1) / 2;
        int tail = most / 2;
        List<Column> cut = new ArrayList<>();
        for (Column column : columns) {
            List<Cell> cells = new ArrayList<>(column.cells().subList(0, head));
            cells.addAll(column.cells().subList(rows() - tail, rows()));
            cut.add(column.withCells(cells));
        }
        return new Grid(caption, cut, OptionalInt.of(head), footer);
    }
}
