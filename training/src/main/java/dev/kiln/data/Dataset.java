package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Rows to learn from: inputs, targets and, where given, a weight for each row. Every array has one row a sample.
///
/// Immutable. Most data sets have one input and one target, for which [#x] and [#y] are the short names; models with
/// several inputs or outputs take [#inputs()] and [#targets()] in their order.
public final class Dataset {
    /// The first input, the only one of most data sets.
    public final FloatArray x;

    /// The first target, the only one of most data sets; for a data set without targets an array of no columns.
    public final FloatArray y;

    private final List<String> inputNames;
    private final List<FloatArray> inputs;
    private final List<String> targetNames;
    private final List<FloatArray> targets;
    private final @Nullable FloatArray sampleWeights;

    /// Whether the weights have a column for each target.
    private final boolean weighsTargets;

    private final @Nullable SourceRows source;

    /// Rows as the user had them, for [#table()].
    private static final class SourceRows {
        private final Table table;
        private final int[] rows;

        private SourceRows(Table table, int[] rows) {
            this.table = table;
            this.rows = rows;
        }
    }

    private Dataset(
            List<String> inputNames,
            List<FloatArray> inputs,
            List<String> targetNames,
            List<FloatArray> targets,
            @Nullable FloatArray sampleWeights,
            boolean weighsTargets,
            @Nullable SourceRows source) {
        this.inputNames = List.copyOf(inputNames);
        this.inputs = List.copyOf(inputs);
        this.targetNames = List.copyOf(targetNames);
        this.targets = List.copyOf(targets);
        this.sampleWeights = sampleWeights;
        this.weighsTargets = weighsTargets;
        this.source = source;
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a data set has at least one input");
        }
        if (inputNames.size() != inputs.size() || targetNames.size() != targets.size()) {
            throw new IllegalArgumentException("every input and every target has one name");
        }
        this.x = inputs.getFirst();
        this.y =
                targets.isEmpty()
                        ? FloatArray.of(Shape.of(x.rows(), 0), new float[0])
                        : targets.getFirst();
        for (int i = 1; i < inputs.size(); i++) {
            sameRows(inputNames.getFirst(), x, inputNames.get(i), inputs.get(i));
        }
        for (int i = 0; i < targets.size(); i++) {
            sameRows(inputNames.getFirst(), x, targetNames.get(i), targets.get(i));
        }
        if (sampleWeights != null) {
            sameRows(inputNames.getFirst(), x, "sample_weight", sampleWeights);
        }
    }

    /// One input and one target.
    ///
    /// @param x numbers as [FloatArray#of(Object)] takes them, one row a sample
    /// @param y likewise, as many rows
    /// @throws UserError E123 where they differ in rows
    public static Dataset of(Object x, Object y) {
        return of(List.of("x"), List.of(FloatArray.of(x)), List.of("y"), List.of(FloatArray.of(y)));
    }

    /// One input without a target, for predictions.
    public static Dataset of(Object x) {
        return of(List.of("x"), List.of(FloatArray.of(x)), List.of(), List.of());
    }

    /// Several inputs and targets.
    ///
    /// @param inputNames one for each input
    /// @param targetNames one for each target; none for rows to predict
    /// @throws UserError E123 where any two differ in rows
    public static Dataset of(
            List<String> inputNames,
            List<FloatArray> inputs,
            List<String> targetNames,
            List<FloatArray> targets) {
        return new Dataset(inputNames, inputs, targetNames, targets, null, false, null);
    }

    /// This data set with a weight for each row, or for each step of each row.
    ///
    /// @param weights numbers as [FloatArray#of(Object)] takes them, as many rows as the data; of several targets also a
    ///                list with one such array a target
    /// @throws UserError E123 where the number of rows differs
    public Dataset withSampleWeights(Object weights) {
        boolean isList =
                weights instanceof List<?> list
                        && list.size() == targets.size()
                        && targets.size() > 1
                        && !(list.getFirst() instanceof Number);
        FloatArray numbers = isList ? beside((List<?>) weights) : FloatArray.of(weights);
        return new Dataset(inputNames, inputs, targetNames, targets, numbers, isList, source);
    }

    /// This data set with the weights of another one of the same rows; without any where that has none.
    public Dataset withSampleWeightsOf(Dataset other) {
        return new Dataset(
                inputNames,
                inputs,
                targetNames,
                targets,
                other.sampleWeights,
                other.weighsTargets,
                source);
    }

    /// One column a target.
    private FloatArray beside(List<?> weights) {
        float[] columns = new float[rows() * weights.size()];
        for (int target = 0; target < weights.size(); target++) {
            FloatArray column = FloatArray.of(weights.get(target));
            sameRows(inputNames.getFirst(), x, "sample_weight", column);
            if (column.rowSize() != 1) {
                throw new UserError(
                        "E123",
                        "the weights of "
                                + targetNames.get(target)
                                + " have "
                                + column.rowSize()
                                + " numbers a row.",
                        "Give one weight a row for each target.");
            }
            for (int row = 0; row < rows(); row++) {
                columns[row * weights.size() + target] = column.get(row);
            }
        }
        return FloatArray.of(Shape.of(rows(), weights.size()), columns);
    }

    /// Whether the sample weights have a column for each target, instead of numbers that hold for all of them.
    public boolean weighsTargets() {
        return weighsTargets;
    }

    /// This data set, whose [#table()] shows rows of a table that the numbers were made from.
    Dataset withSource(Table table, int[] rows) {
        return new Dataset(
                inputNames,
                inputs,
                targetNames,
                targets,
                sampleWeights,
                weighsTargets,
                new SourceRows(table, rows.clone()));
    }

    public FloatArray x() {
        return x;
    }

    public FloatArray y() {
        return y;
    }

    public List<FloatArray> inputs() {
        return inputs;
    }

    public List<String> inputNames() {
        return inputNames;
    }

    public List<FloatArray> targets() {
        return targets;
    }

    public List<String> targetNames() {
        return targetNames;
    }

    public Optional<FloatArray> sampleWeights() {
        return Optional.ofNullable(sampleWeights);
    }

    public int rows() {
        return x.rows();
    }

    public boolean isEmpty() {
        return rows() == 0;
    }

    /// The named rows in the order named.
    public Dataset rows(int[] rows) {
        return each(array -> array.take(rows), pick(rows));
    }

    /// Rows `from` (inclusive) to `to` (exclusive), without a copy of the numbers.
    public Dataset slice(int from, int to) {
        return each(array -> array.slice(from, to), pick(IntStream.range(from, to).toArray()));
    }

    /// The first and the last rows, as Keras' `validation_split` parts them: the first part has
    /// `floor(rows * (1 - fraction))` rows.
    ///
    /// @param fraction share of the rows in the last part, in (0, 1)
    /// @throws UserError E127 where a part would be empty
    public Parts takeLast(double fraction) {
        int first = (int) Math.floor(rows() * (1 - fraction));
        if (!(fraction > 0 && fraction < 1) || first == 0 || first == rows()) {
            throw new UserError(
                    "E127",
                    "validation_split="
                            + fraction
                            + " of "
                            + rows()
                            + " rows leaves "
                            + (first == 0 ? "nothing to train on." : "no rows to validate with."),
                    "Type a share between 0 and 1, for example: validation_split=0.2");
        }
        return new Parts(slice(0, first), slice(first, rows()));
    }

    /// A data set in two.
    ///
    /// @param first the rows in front
    /// @param last  the rows at the end
    public record Parts(Dataset first, Dataset last) {}

    /// The rows as a table: as they were read where the data came from a table or file, else the numbers themselves, one
    /// column for each number of a row.
    public Table table() {
        if (source != null) {
            return TableColumns.rows(source.table, source.rows);
        }
        Table table = Table.create();
        for (int i = 0; i < inputs.size(); i++) {
            addColumns(table, inputNames.get(i), inputs.get(i));
        }
        for (int i = 0; i < targets.size(); i++) {
            addColumns(table, targetNames.get(i), targets.get(i));
        }
        return table;
    }

    private static void addColumns(Table table, String name, FloatArray array) {
        for (int k = 0; k < array.rowSize(); k++) {
            var values = new double[array.rows()];
            for (int row = 0; row < values.length; row++) {
                values[row] = array.get(row, k);
            }
            table.addColumns(
                    DoubleColumn.create(array.rowSize() == 1 ? name : name + "_" + k, values));
        }
    }

    private Dataset each(UnaryOperator<FloatArray> change, @Nullable SourceRows changedSource) {
        return new Dataset(
                inputNames,
                inputs.stream().map(change).toList(),
                targetNames,
                targets.stream().map(change).toList(),
                sampleWeights == null ? null : change.apply(sampleWeights),
                weighsTargets,
                changedSource);
    }

    private @Nullable SourceRows pick(int[] rows) {
        if (source == null) {
            return null;
        }
        int[] shown = source.rows;
        return new SourceRows(source.table, IntStream.of(rows).map(row -> shown[row]).toArray());
    }

    private static void sameRows(
            String firstName, FloatArray first, String name, FloatArray other) {
        if (first.rows() != other.rows()) {
            throw new UserError(
                    "E123",
                    firstName
                            + " has "
                            + first.rows()
                            + " rows, "
                            + name
                            + " has "
                            + other.rows()
                            + ".",
                    "Give both the same number of rows, one for each sample.");
        }
    }

    @Override
    public String toString() {
        return rows() + " rows, " + inputNames + " -> " + targetNames;
    }
}
