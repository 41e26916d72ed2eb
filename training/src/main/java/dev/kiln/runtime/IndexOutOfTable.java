package dev.kiln.runtime;

/// An index that a lookup found outside its table.
public final class IndexOutOfTable extends RuntimeException {
    private final long row;
    private final float value;
    private final int rows;

    IndexOutOfTable(long row, float value, int rows) {
        super(
                "index "
                        + value
                        + " at place "
                        + row
                        + " is outside a table of "
                        + rows
                        + " rows (0 to "
                        + (rows - 1)
                        + ")");
        this.row = row;
        this.value = value;
        this.rows = rows;
    }

    /// Which of the indices, in row-major order.
    public long row() {
        return row;
    }

    /// What it was.
    public float value() {
        return value;
    }

    /// How many rows the table has.
    public int rows() {
        return rows;
    }
}
