package dev.kiln.data;

import dev.kiln.data.ColumnPreparation.Numbers;
import dev.kiln.data.ColumnPreparation.OneHot;
import dev.kiln.data.ColumnPreparation.Words;
import dev.kiln.tensor.Shape;

import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How raw rows become one input of the model; fitted on training rows.
public sealed interface InputPreparation {
    /// The input's name, `x` where there is one.
    String name();

    /// The shape of one prepared row.
    Shape rowShape();

    Map<String, Object> settings();

    /// Columns side by side.
    ///
    /// @param columns in the order of the numbers they become
    record OfColumns(String name, List<ColumnPreparation> columns) implements InputPreparation {
        public OfColumns {
            columns = List.copyOf(columns);
        }

        @Override
        public Shape rowShape() {
            return Shape.of(columns.stream().mapToInt(ColumnPreparation::width).sum());
        }

        /// Prepared rows of a table.
        ///
        /// @param rows         row numbers
        /// @param unknownIsZero whether a text that training never saw becomes zeros; else it is an error
        /// @throws UserError E122 for an empty cell, E162 for a column that is not there, E172 for an unknown text
        public FloatArray prepare(Table table, int[] rows, boolean unknownIsZero) {
            Shape shape = rowShape().batchOf(rows.length);
            MemorySegment memory = FloatArray.allocate(shape);
            int offset = 0;
            var byName = new NamedColumns(table);
            for (ColumnPreparation column : columns) {
                Column<?> cells = byName.get(column.column());
                var writing = new Writing(memory, offset, shape.get(1), rows);
                switch (column) {
                    case Numbers numbers -> writing.numbers(numbers, cells);
                    case OneHot oneHot -> writing.oneHot(oneHot, cells, unknownIsZero);
                    case Words words -> writing.words(words, cells);
                }
                offset += column.width();
            }
            return FloatArray.of(shape, memory);
        }

        @Override
        public Map<String, Object> settings() {
            return Map.of(
                    "kind",
                    "columns",
                    "name",
                    name,
                    "columns",
                    columns.stream().map(ColumnPreparation::settings).toList());
        }
    }

    /// One rule for every number of an array, whatever its shape: images, word numbers, arrays used as they are.
    ///
    /// @param rowShape of a row, before and after
    /// @param numbers  the rule; its column is the input's name
    record OfArray(String name, Shape rowShape, Numbers numbers) implements InputPreparation {
        /// Prepared rows of an array.
        public FloatArray prepare(FloatArray array) {
            return prepare(array, false);
        }

        /// @param isOurs whether the array itself may be overwritten, for arrays that fill the memory
        FloatArray prepare(FloatArray array, boolean isOurs) {
            if (numbers.shift() == 0 && numbers.divisor() == 1 && numbers.fill() == null) {
                return array;
            }
            MemorySegment memory = isOurs ? array.writable() : FloatArray.allocate(array.shape());
            for (long i = 0; i < array.size(); i++) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, numbers.prepare(array.get(i)));
            }
            return FloatArray.of(array.shape(), memory);
        }

        @Override
        public Map<String, Object> settings() {
            return Map.of(
                    "kind",
                    "array",
                    "name",
                    name,
                    "row_shape",
                    rowShape.dimensions(),
                    "numbers",
                    numbers.settings());
        }
    }

    static InputPreparation of(Map<?, ?> settings) {
        String name = (String) Stored.value(settings, "name");
        return switch ((String) Stored.value(settings, "kind")) {
            case "columns" ->
                    new OfColumns(
                            name,
                            Stored.maps(settings, "columns").stream()
                                    .map(ColumnPreparation::of)
                                    .toList());
            case "array" ->
                    new OfArray(
                            name,
                            Stored.shape(settings, "row_shape"),
                            (Numbers) ColumnPreparation.of(Stored.map(settings, "numbers")));
            case String kind -> throw Stored.unknown("preparation of " + kind);
        };
    }

    /// Writes the prepared cells of one column into their places of the rows.
    ///
    /// @param offset place of the column's first number within a row
    /// @param width  numbers in a row
    final class Writing {
        private final MemorySegment memory;
        private final int offset;
        private final int width;
        private final int[] rows;

        Writing(MemorySegment memory, int offset, int width, int[] rows) {
            this.memory = memory;
            this.offset = offset;
            this.width = width;
            this.rows = rows;
        }

        private void put(int index, int within, float value) {
            memory.setAtIndex(
                    ValueLayout.JAVA_FLOAT, (long) index * width + offset + within, value);
        }

        void numbers(Numbers rule, Column<?> cells) {
            double[] values = TableColumns.numbers(cells);
            for (int i = 0; i < rows.length; i++) {
                put(i, 0, rule.prepare(values[rows[i]]));
            }
        }

        void oneHot(OneHot rule, Column<?> cells, boolean unknownIsZero) {
            var places = new HashMap<String, Integer>();
            for (int i = 0; i < rows.length; i++) {
                String text = TableColumns.text(cells, rows[i]);
                int place = places.computeIfAbsent(text, rule::place);
                if (place >= 0) {
                    put(i, place, 1);
                } else if (!unknownIsZero) {
                    throw ColumnPreparation.unknownText(rule.column(), text, rule.values());
                }
            }
        }

        void words(Words rule, Column<?> cells) {
            var numbers = new HashMap<String, Integer>();
            for (int i = 2; i < rule.vocabulary().size(); i++) {
                numbers.put(rule.vocabulary().get(i), i);
            }
            for (int i = 0; i < rows.length; i++) {
                List<String> words = Words.words(TableColumns.text(cells, rows[i]));
                for (int k = 0; k < Math.min(words.size(), rule.length()); k++) {
                    put(i, k, numbers.getOrDefault(words.get(k), 1));
                }
            }
        }
    }
}
