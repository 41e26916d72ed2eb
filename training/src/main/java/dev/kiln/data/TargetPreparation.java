package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.data.ColumnPreparation.Numbers;
import dev.kiln.tensor.Shape;

import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How the values to predict become numbers, and back.
public sealed interface TargetPreparation {
    /// The target's name: its column, or `y`.
    String name();

    /// What training rows hold, one row a sample.
    ///
    /// @param rows row numbers of the table
    FloatArray prepare(Table table, int[] rows);

    Map<String, Object> settings();

    /// One column of classes.
    ///
    /// @param classes names, in the order of the numbers
    /// @param labels  the number that training rows hold for each class; 0, 1, 2, ... except where the data's own whole
    ///                numbers were kept
    /// @param texts   how each class is written in the data
    /// @param oneHot  whether rows hold a one among zeros instead of a number
    record Classes(
            String name,
            List<String> classes,
            List<Double> labels,
            List<String> texts,
            boolean oneHot)
            implements TargetPreparation {
        public Classes {
            classes = List.copyOf(classes);
            labels = List.copyOf(labels);
            texts = List.copyOf(texts);
        }

        @Override
        public FloatArray prepare(Table table, int[] rows) {
            int[] classOfRow = places(TableColumns.named(table, name), rows);
            int width = oneHot ? classes.size() : 1;
            var values = new float[rows.length * width];
            for (int i = 0; i < rows.length; i++) {
                if (oneHot) {
                    values[i * width + classOfRow[i]] = 1;
                } else {
                    values[i] = labels.get(classOfRow[i]).floatValue();
                }
            }
            return FloatArray.of(Shape.of(rows.length, width), values);
        }

        /// The class of each row, as its place among [#classes()].
        ///
        /// @throws UserError E172 for a label that is none of the classes
        int[] places(Column<?> column, int[] rows) {
            var known = new HashMap<String, Integer>();
            for (int i = 0; i < texts.size(); i++) {
                known.put(texts.get(i), i);
            }
            String[] written = TargetColumns.labels(column, rows);
            var places = new int[rows.length];
            for (int i = 0; i < rows.length; i++) {
                String text = written[i];
                Integer place = known.get(text);
                if (place == null) {
                    throw ColumnPreparation.unknownText(name, text, texts);
                }
                places[i] = place;
            }
            return places;
        }

        /// The name of what a model with one output for each class number answers.
        ///
        /// @param label class number, as training rows hold it
        public String nameOf(int label) {
            int place = oneHot ? label : labels.indexOf((double) label);
            return place >= 0 && place < classes.size()
                    ? classes.get(place)
                    : String.valueOf(label);
        }

        @Override
        public Map<String, Object> settings() {
            return Map.of(
                    "kind", "classes",
                    "name", name,
                    "classes", classes,
                    "labels", labels,
                    "texts", texts,
                    "one_hot", oneHot);
        }
    }

    /// Columns of numbers side by side.
    ///
    /// @param columns one rule for each
    record Values(String name, List<Numbers> columns) implements TargetPreparation {
        public Values {
            columns = List.copyOf(columns);
        }

        @Override
        public FloatArray prepare(Table table, int[] rows) {
            int width = columns.size();
            var values = new float[rows.length * width];
            for (int k = 0; k < width; k++) {
                Numbers rule = columns.get(k);
                Column<?> column = TableColumns.named(table, rule.column());
                double[] raw = TableColumns.numbers(column);
                for (int i = 0; i < rows.length; i++) {
                    values[i * width + k] = rule.prepare(raw[rows[i]]);
                }
            }
            return FloatArray.of(Shape.of(rows.length, width), values);
        }

        /// Predictions in the target's own unit.
        ///
        /// @param predictions rows of as many numbers as there are columns
        public FloatArray original(FloatArray predictions) {
            if (predictions.rowSize() != columns.size()) {
                throw new IllegalArgumentException(
                        "rows of "
                                + predictions.rowSize()
                                + " numbers for "
                                + columns.size()
                                + " columns");
            }
            var memory = FloatArray.allocate(predictions.shape());
            for (long i = 0; i < predictions.size(); i++) {
                Numbers rule = columns.get((int) (i % columns.size()));
                memory.setAtIndex(
                        ValueLayout.JAVA_FLOAT,
                        i,
                        (float) (predictions.get(i) * rule.divisor() + rule.shift()));
            }
            return FloatArray.of(predictions.shape(), memory);
        }

        /// Whether [#original(FloatArray)] changes anything.
        public boolean isScaled() {
            return columns.stream().anyMatch(rule -> rule.shift() != 0 || rule.divisor() != 1);
        }

        @Override
        public Map<String, Object> settings() {
            return Map.of(
                    "kind",
                    "values",
                    "name",
                    name,
                    "columns",
                    columns.stream().map(Numbers::settings).toList());
        }
    }

    static TargetPreparation of(Map<?, ?> settings) {
        String name = (String) Stored.value(settings, "name");
        return switch ((String) Stored.value(settings, "kind")) {
            case "classes" ->
                    new Classes(
                            name,
                            Stored.texts(settings, "classes"),
                            Stored.numbers(settings, "labels"),
                            Stored.texts(settings, "texts"),
                            (Boolean) Stored.value(settings, "one_hot"));
            case "values" ->
                    new Values(
                            name,
                            Stored.maps(settings, "columns").stream()
                                    .map(column -> (Numbers) ColumnPreparation.of(column))
                                    .toList());
            case String kind -> throw Stored.unknown("target " + kind);
        };
    }
}
