package dev.kiln.data;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.util.ArrayList;
import java.util.List;

/// Raw rows, as they were read.
public sealed interface Source {
    /// What the data set is called in messages: `iris`, `winequality.csv`.
    String name();

    /// How the user named it, for the line to type: `"winequality.csv"`, `$table`.
    String typed();

    /// How many rows at the end are a given test set; -1 where none was given.
    int testRows();

    /// Rows of columns.
    ///
    /// @param target the columns to predict where the user names none
    record OfTable(String name, String typed, Table table, List<String> target, int testRows)
            implements Source {
        public OfTable {
            target = List.copyOf(target);
        }

        public OfTable(String name, String typed, Table table) {
            this(name, typed, table, List.of(), -1);
        }
    }

    /// Rows of an array, such as images.
    ///
    /// @param x       one row a sample
    /// @param labels  the columns to predict; none where `y` holds them
    /// @param y       what to predict where it is no column, such as a mask for each image
    /// @param classes names of the class numbers 0, 1, ...; none where the labels are their own names
    /// @param maximum largest value of a pixel; 0 where the numbers are to be looked at; 1 where they stay as they are
    /// @param isOurs  whether the numbers may be overwritten
    record OfArray(
            String name,
            String typed,
            FloatArray x,
            @Nullable Table labels,
            @Nullable FloatArray y,
            List<String> classes,
            double maximum,
            int testRows,
            boolean isOurs)
            implements Source {
        public OfArray {
            classes = List.copyOf(classes);
        }
    }

    /// A table whose rows are to be parted.
    static Source table(Table table, String typed) {
        return new OfTable(named(table), typed, table);
    }

    /// A given training and a given test table.
    ///
    /// @throws UserError E162 where the test table lacks a column
    static Source tables(Table train, Table test, String typed) {
        return tables(train, test, typed, List.of());
    }

    /// @param dropped columns that nothing is learned from; the test table need not have them
    static Source tables(Table train, Table test, String typed, List<String> dropped) {
        Table both = Table.create(named(train));
        for (Column<?> column : train.columns()) {
            boolean isLeftOut =
                    dropped.stream().anyMatch(column.name()::equalsIgnoreCase)
                            && test.columnNames().stream()
                                    .noneMatch(column.name()::equalsIgnoreCase);
            Column<?> other =
                    isLeftOut
                            ? column.emptyCopy(test.rowCount())
                            : TableColumns.named(test, column.name());
            both.addColumns(TableColumns.joined(column, other));
        }
        return new OfTable(named(train), typed, both, List.of(), test.rowCount());
    }

    /// Arrays whose rows are to be parted.
    ///
    /// @param x numbers as [FloatArray#of(Object)] takes them
    /// @param y likewise, or texts (`String[]`, a list, a Tablesaw column); null for rows without targets
    /// @throws UserError E123 where they differ in rows, E128 where they are no numbers
    static Source arrays(Object x, @Nullable Object y, String typed) {
        return arrays(FloatArray.of(x), y, -1, typed);
    }

    /// Given training and test arrays.
    ///
    /// @throws UserError E123 where lengths or shapes of rows differ
    static Source arrays(Object x, Object y, Object testX, Object testY, String typed) {
        FloatArray trainX = FloatArray.of(x);
        FloatArray otherX = FloatArray.of(testX);
        sameRows("x", trainX.rows(), "y", Labels.count(y));
        sameRows("x_test", otherX.rows(), "y_test", Labels.count(testY));
        return arrays(Labels.joined(trainX, otherX), Labels.joined(y, testY), otherX.rows(), typed);
    }

    private static Source arrays(FloatArray x, @Nullable Object y, int testRows, String typed) {
        if (y != null) {
            sameRows("x", x.rows(), "y", Labels.count(y));
        }
        Table labels = y == null ? null : Labels.table(y);
        FloatArray other = y != null && labels == null ? FloatArray.of(y) : null;
        boolean isColumns = x.shape().rank() <= 2 && other == null && !ArrayKind.isUniform(x);
        if (!isColumns) {
            return new OfArray("arrays", typed, x, labels, other, List.of(), 0, testRows, false);
        }
        Table table = Table.create("arrays");
        for (int k = 0; k < x.rowSize(); k++) {
            var values = new double[x.rows()];
            for (int row = 0; row < values.length; row++) {
                values[row] = x.get(row, k);
            }
            table.addColumns(DoubleColumn.create("x_" + k, values));
        }
        var target = new ArrayList<String>();
        if (labels != null) {
            labels.columns()
                    .forEach(
                            column -> {
                                table.addColumns(column);
                                target.add(column.name());
                            });
        }
        return new OfTable("arrays", typed, table, target, testRows);
    }

    private static void sameRows(String first, int rows, String second, int others) {
        if (rows != others) {
            throw new UserError(
                    "E123",
                    first + " has " + rows + " rows, " + second + " has " + others + ".",
                    "Give both the same number of rows, one for each sample.");
        }
    }

    private static String named(Table table) {
        return table.name() == null || table.name().isBlank() ? "table" : table.name();
    }
}
