package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Reads numbers out of Java arrays and lists of any rank, Tablesaw columns and tables, and ND4J arrays.
final class ArrayReading {
    private final MemorySegment memory;
    private final Shape shape;
    private long next;

    private ArrayReading(Shape shape) {
        this.shape = shape;
        this.memory = FloatArray.allocate(shape);
    }

    static FloatArray read(Object numbers) {
        return switch (numbers) {
            case float[] values -> FloatArray.of(Shape.of(values.length), values.clone());
            case Table table -> table(table);
            case Column<?> column -> column(column);
            case Object other when NdArrays.holds(other) -> NdArrays.read(other);
            default -> nested(numbers);
        };
    }

    private static FloatArray nested(Object numbers) {
        var sizes = new ArrayList<Integer>();
        measure(numbers, sizes);
        var reading = new ArrayReading(new Shape(sizes));
        reading.fill(numbers, 0);
        return FloatArray.of(reading.shape, reading.memory);
    }

    /// The sizes along the first elements; [#fill] holds all others to them.
    private static void measure(@Nullable Object numbers, List<Integer> sizes) {
        int length = length(numbers);
        if (length < 0) {
            throw notNumbers(numbers);
        }
        sizes.add(length);
        Object first = length == 0 ? null : element(numbers, 0);
        if (length(first) >= 0) {
            measure(first, sizes);
        }
    }

    private void fill(@Nullable Object numbers, int axis) {
        int length = length(numbers);
        boolean innermost = axis == shape.rank() - 1;
        if (length < 0 || (innermost && length > 0 && length(element(numbers, 0)) >= 0)) {
            throw ragged("some rows are single numbers, others lists of numbers");
        }
        if (length != shape.get(axis)) {
            throw ragged("one row has " + length + " numbers, the first one " + shape.get(axis));
        }
        switch (numbers) {
            case float[] values -> values(length, i -> values[i]);
            case double[] values -> values(length, i -> (float) values[i]);
            case int[] values -> values(length, i -> values[i]);
            case long[] values -> values(length, i -> values[i]);
            case short[] values -> values(length, i -> values[i]);
            case byte[] values -> values(length, i -> values[i]);
            case boolean[] values -> values(length, i -> values[i] ? 1 : 0);
            case null, default -> {
                for (int i = 0; i < length; i++) {
                    Object element = element(numbers, i);
                    if (innermost) {
                        put(number(element));
                    } else {
                        fill(element, axis + 1);
                    }
                }
            }
        }
    }

    private interface At {
        float number(int index);
    }

    private void values(int length, At at) {
        for (int i = 0; i < length; i++) {
            put(at.number(i));
        }
    }

    private void put(float number) {
        memory.setAtIndex(ValueLayout.JAVA_FLOAT, next++, number);
    }

    /// How many elements an array or a list has; -1 where it is neither.
    private static int length(@Nullable Object numbers) {
        return switch (numbers) {
            case float[] values -> values.length;
            case double[] values -> values.length;
            case int[] values -> values.length;
            case long[] values -> values.length;
            case short[] values -> values.length;
            case byte[] values -> values.length;
            case boolean[] values -> values.length;
            case Object[] values -> values.length;
            case List<?> values -> values.size();
            case null, default -> -1;
        };
    }

    /// An element of an array of objects or of a list; null for the elements of an array of numbers.
    private static @Nullable Object element(@Nullable Object numbers, int index) {
        return switch (numbers) {
            case Object[] values -> values[index];
            case List<?> values -> values.get(index);
            case null, default -> null;
        };
    }

    private static float number(@Nullable Object element) {
        return switch (element) {
            case Number number -> number.floatValue();
            case Boolean yes -> yes ? 1 : 0;
            case null -> Float.NaN;
            default -> throw notNumbers(element);
        };
    }

    private static FloatArray column(Column<?> column) {
        int rows = column.size();
        var values = new float[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = cell(column, row);
        }
        return FloatArray.of(Shape.of(rows), values);
    }

    private static FloatArray table(Table table) {
        Shape shape = Shape.of(table.rowCount(), table.columnCount());
        MemorySegment memory = FloatArray.allocate(shape);
        long width = table.columnCount();
        for (int c = 0; c < width; c++) {
            Column<?> column = table.column(c);
            for (int row = 0; row < table.rowCount(); row++) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, row * width + c, cell(column, row));
            }
        }
        return FloatArray.of(shape, memory);
    }

    private static float cell(Column<?> column, int row) {
        return switch (column) {
            case NumericColumn<?> numbers ->
                    numbers.isMissing(row) ? Float.NaN : (float) numbers.getDouble(row);
            case BooleanColumn yes -> yes.isMissing(row) ? Float.NaN : yes.get(row) ? 1 : 0;
            default ->
                    throw new UserError(
                            "E128",
                            "column "
                                    + column.name()
                                    + " holds "
                                    + column.type()
                                            .getPrinterFriendlyName()
                                            .toLowerCase(java.util.Locale.ROOT)
                                    + ", not numbers.",
                            "Leave it out with drop=["
                                    + column.name()
                                    + "], or read the table with %data, which turns text into numbers.");
        };
    }

    private static UserError ragged(String how) {
        return new UserError(
                "E123",
                "the rows of the array differ in length: " + how + ".",
                "Give every row the same number of values.");
    }

    private static UserError notNumbers(@Nullable Object given) {
        return new UserError(
                "E128",
                "numbers are needed, not "
                        + (given == null ? "null" : "a " + given.getClass().getSimpleName())
                        + ".",
                "Give an array such as double[][] or int[], a Tablesaw table or column of numbers, or an INDArray.");
    }
}
