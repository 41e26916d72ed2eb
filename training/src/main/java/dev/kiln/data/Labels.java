package dev.kiln.data;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// What a user gives as `y`: texts or numbers, as an array, a list or a column.
final class Labels {
    private Labels() {}

    static int count(Object y) {
        List<String> texts = texts(y);
        return texts != null ? texts.size() : FloatArray.of(y).rows();
    }

    /// The labels as columns; null where rows are arrays of their own, such as masks.
    static @Nullable Table table(Object y) {
        List<String> texts = texts(y);
        String name = y instanceof Column<?> column ? column.name() : "y";
        if (texts != null) {
            return Table.create(StringColumn.create(name, texts));
        }
        if (y instanceof Table table) {
            return table.copy();
        }
        FloatArray numbers = FloatArray.of(y);
        if (numbers.shape().rank() > 2) {
            return null;
        }
        Table table = Table.create();
        for (int k = 0; k < numbers.rowSize(); k++) {
            var values = new double[numbers.rows()];
            for (int row = 0; row < values.length; row++) {
                values[row] = numbers.get(row, k);
            }
            table.addColumns(
                    DoubleColumn.create(numbers.rowSize() == 1 ? name : name + "_" + k, values));
        }
        return table;
    }

    /// Rows of one after those of the other.
    ///
    /// @throws UserError E123 where their rows differ in shape
    static FloatArray joined(FloatArray first, FloatArray second) {
        if (!first.rowShape().equals(second.rowShape())) {
            throw new UserError(
                    "E123",
                    "rows of the training array are "
                            + first.rowShape()
                            + ", those of the test array "
                            + second.rowShape()
                            + ".",
                    "Give both the same shape but for the number of rows.");
        }
        var shape = first.shape().with(0, first.rows() + second.rows());
        MemorySegment memory = FloatArray.allocate(shape);
        long split = first.size() * Float.BYTES;
        MemorySegment.copy(first.memory(), 0, memory, 0, split);
        MemorySegment.copy(second.memory(), 0, memory, split, second.size() * Float.BYTES);
        return FloatArray.of(shape, memory);
    }

    static Object joined(Object first, Object second) {
        List<String> texts = texts(first);
        List<String> others = texts(second);
        if (texts == null || others == null) {
            return joined(FloatArray.of(first), FloatArray.of(second));
        }
        var both = new ArrayList<>(texts);
        both.addAll(others);
        return both;
    }

    /// The texts, an empty one where a label is missing; null where the labels are no texts.
    private static @Nullable List<String> texts(Object y) {
        return switch (y) {
            case String[] texts -> known(java.util.Arrays.asList(texts));
            case List<?> list when !list.isEmpty() && list.getFirst() instanceof String ->
                    known(list);
            case Column<?> column when TableColumns.isText(column) -> known(column.asList());
            case char[] letters ->
                    new String(letters).chars().mapToObj(Character::toString).toList();
            default -> null;
        };
    }

    private static List<String> known(List<?> labels) {
        return labels.stream().map(label -> label == null ? "" : String.valueOf(label)).toList();
    }
}
