package dev.kiln.magics.drawing.table;

import dev.kiln.magics.output.Numbers;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Tablesaw's tables as [Grid]s.
public final class Tables {
    /// Rows that are shown unless one asks for another number.
    public static final int ROWS = 20;

    private static final int COLUMNS = 20;
    private static final int TEXT_ROWS = 16;

    private Tables() {}

    /// The first and last rows of a table, half of `most` each, and its first 20 columns.
    public static Grid grid(Table table, int most) {
        int rows = table.rowCount();
        int[] shown =
                rows <= most
                        ? IntStream.range(0, rows).toArray()
                        : IntStream.concat(
                                        IntStream.range(0, (most + 1) / 2),
                                        IntStream.range(rows - most / 2, rows))
                                .toArray();
        List<Column> columns = new ArrayList<>();
        for (tech.tablesaw.columns.Column<?> column :
                table.columns().subList(0, Math.min(COLUMNS, table.columnCount()))) {
            columns.add(column(column, shown));
        }
        if (columns.isEmpty()) {
            columns.add(Column.words("no columns", List.of()));
        }
        OptionalInt gap = rows <= most ? OptionalInt.empty() : OptionalInt.of((most + 1) / 2);
        String name = table.name() == null ? "" : table.name();
        return new Grid(name, columns, gap, footer(rows, table.columnCount()));
    }

    /// The grid for `text/plain`: as many rows as fit on 25 lines.
    public static Grid shortGrid(Table table, int most) {
        return grid(table, Math.min(most, TEXT_ROWS));
    }

    private static String footer(int rows, int columns) {
        String counts =
                Numbers.count(rows)
                        + (rows == 1 ? " row, " : " rows, ")
                        + Numbers.count(columns)
                        + (columns == 1 ? " column" : " columns");
        return columns > COLUMNS ? counts + ", the first " + COLUMNS + " shown" : counts;
    }

    private static Column column(tech.tablesaw.columns.Column<?> column, int[] shown) {
        String name = column.name() == null ? "" : column.name();
        String type = type(column);
        if (column instanceof NumericColumn<?> numbers && !(column instanceof BooleanColumn)) {
            List<Double> values = new ArrayList<>();
            for (int row : shown) {
                values.add(numbers.isMissing(row) ? Double.NaN : numbers.getDouble(row));
            }
            return Column.numbers(name, values).withType(type);
        }
        List<String> words = new ArrayList<>();
        for (int row : shown) {
            words.add(column.isMissing(row) ? "" : column.getString(row));
        }
        return Column.words(name, words).withType(type);
    }

    private static String type(tech.tablesaw.columns.Column<?> column) {
        return column.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
