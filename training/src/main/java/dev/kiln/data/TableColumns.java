package dev.kiln.data;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Cells of Tablesaw columns as numbers and texts.
final class TableColumns {
    private TableColumns() {}

    /// The column of a name, case ignored.
    ///
    /// @throws UserError E162 where there is none
    static Column<?> named(Table table, String name) {
        Column<?> column = find(table, name);
        if (column == null) {
            throw new UserError(
                    "E162",
                    (table.name() == null ? "the table" : table.name())
                            + " lacks column "
                            + name
                            + "."
                            + Names.question(name, table.columnNames()),
                    "Columns there: " + String.join(", ", shown(table.columnNames())) + ".");
        }
        return column;
    }

    /// The column of a name, case ignored; null where there is none.
    static @Nullable Column<?> find(Table table, String name) {
        for (Column<?> column : table.columns()) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        for (Column<?> column : table.columns()) {
            if (column.name().equalsIgnoreCase(name)) {
                return column;
            }
        }
        return null;
    }

    /// At most twenty names.
    static List<String> shown(List<String> names) {
        if (names.size() <= 20) {
            return names;
        }
        var first = new ArrayList<>(names.subList(0, 20));
        first.add("...");
        return first;
    }

    static boolean isText(Column<?> column) {
        return column instanceof StringColumn;
    }

    static boolean isNumber(Column<?> column) {
        return column instanceof NumericColumn<?> || column instanceof BooleanColumn;
    }

    /// A cell as a number, true as 1; NaN where it is missing.
    ///
    /// @throws UserError E128 where the column holds no numbers
    static double number(Column<?> column, int row) {
        return switch (column) {
            case NumericColumn<?> numbers ->
                    numbers.isMissing(row) ? Double.NaN : numbers.getDouble(row);
            case BooleanColumn yes -> yes.isMissing(row) ? Double.NaN : yes.getByte(row);
            default ->
                    throw new UserError(
                            "E128",
                            "column "
                                    + column.name()
                                    + " holds "
                                    + kind(column)
                                    + ", numbers are needed.",
                            "Leave it out with drop=["
                                    + column.name()
                                    + "], or correct the column.");
        };
    }

    /// All cells as numbers, true as 1; NaN where one is missing.
    static double[] numbers(Column<?> column) {
        if (column instanceof DoubleColumn doubles) {
            return doubles.asDoubleArray();
        }
        var values = new double[column.size()];
        for (int row = 0; row < values.length; row++) {
            values[row] = number(column, row);
        }
        return values;
    }

    /// Rows whose cell is empty or no finite number.
    static int[] missing(Column<?> column) {
        if (!isNumber(column)) {
            return IntStream.range(0, column.size()).filter(column::isMissing).toArray();
        }
        double[] values = numbers(column);
        return IntStream.range(0, values.length)
                .filter(row -> !Double.isFinite(values[row]))
                .toArray();
    }

    /// A cell as a text, empty where it is missing.
    static String text(Column<?> column, int row) {
        return switch (column) {
            case StringColumn texts -> texts.get(row);
            default -> column.isMissing(row) ? "" : plain(column, row);
        };
    }

    /// Whole numbers without a decimal point.
    private static String plain(Column<?> column, int row) {
        if (column instanceof NumericColumn<?> numbers) {
            double value = numbers.getDouble(row);
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? String.valueOf((long) value)
                    : String.valueOf(value);
        }
        return String.valueOf(column.get(row));
    }

    /// A column's type in a user's words.
    static String kind(Column<?> column) {
        return switch (column) {
            case StringColumn _ -> "text";
            case NumericColumn<?> _ -> "numbers";
            case BooleanColumn _ -> "true or false";
            default -> column.type().getPrinterFriendlyName().toLowerCase(Locale.ROOT);
        };
    }

    /// Cells of one column behind those of another. Numbers become `double`, text stays text.
    ///
    /// @throws UserError E128 where one holds numbers and the other does not
    static Column<?> joined(Column<?> first, Column<?> second) {
        if (isNumber(first) != isNumber(second)) {
            throw new UserError(
                    "E128",
                    "column "
                            + first.name()
                            + " holds "
                            + kind(first)
                            + " in one table and "
                            + kind(second)
                            + " in the other.",
                    "Give both tables the same columns.");
        }
        int rows = first.size();
        int all = rows + second.size();
        if (!isNumber(first)) {
            return StringColumn.create(
                    first.name(),
                    IntStream.range(0, all)
                            .mapToObj(i -> i < rows ? text(first, i) : text(second, i - rows))
                            .toList());
        }
        return DoubleColumn.create(
                first.name(),
                IntStream.range(0, all)
                        .mapToDouble(i -> i < rows ? number(first, i) : number(second, i - rows))
                        .toArray());
    }

    /// Rows in the order named, which Tablesaw's own `rows` does not keep.
    static Table rows(Table table, int[] rows) {
        Table taken = Table.create(table.name());
        for (Column<?> column : table.columns()) {
            taken.addColumns(column.subset(rows));
        }
        return taken;
    }
}
