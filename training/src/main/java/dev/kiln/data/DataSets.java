package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.data.TargetPreparation.Classes;

import tech.tablesaw.api.Table;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A data set made ready: rows to train, validate and test with, all prepared alike, and how they were prepared.
///
/// The short names are for notebooks: `data.train.x`, `data.test.table()`. A part without rows is there and empty.
public final class DataSets {
    public final Dataset train;
    public final Dataset val;
    public final Dataset test;

    private final Source source;
    private final DataOptions options;
    private final Pipeline pipeline;
    private final List<String> features;
    private final List<String> targetNames;
    private final List<String> notes;
    private final Supplier<Dataset> learning;

    DataSets(Preparation made) {
        this.train = made.train;
        this.val = made.val;
        this.test = made.test;
        this.source = made.source;
        this.options = made.options;
        this.pipeline = made.pipeline;
        this.features = List.copyOf(made.features);
        this.targetNames = List.copyOf(made.targetNames);
        this.notes = List.copyOf(made.notes);
        this.learning = made.learning;
    }

    /// Reads, parts and prepares rows.
    ///
    /// @throws UserError E121 for an unknown column, E122 for empty cells, E127 where the rows cannot be used so
    public static DataSets of(Source source, DataOptions options) {
        return new DataSets(Preparation.of(source, options));
    }

    /// How a model's data was prepared, without the data: what a loaded model brings along.
    ///
    /// @param name what the data set was called
    public static DataSets withoutRows(Pipeline pipeline, String name) {
        return new DataSets(pipeline, name);
    }

    private DataSets(Pipeline pipeline, String name) {
        this.pipeline = pipeline;
        this.source = new Source.OfTable(name, name, Table.create(name));
        this.options = new DataOptions();
        this.features = pipeline.features();
        this.targetNames = pipeline.targets().stream().map(TargetPreparation::name).toList();
        this.notes = List.of();
        Dataset none =
                Dataset.of(
                        pipeline.inputs().stream().map(InputPreparation::name).toList(),
                        pipeline.inputs().stream()
                                .map(
                                        input ->
                                                FloatArray.of(
                                                        input.rowShape().batchOf(0), new float[0]))
                                .toList(),
                        List.of(),
                        List.of());
        this.train = none;
        this.val = none;
        this.test = none;
        this.learning = () -> none;
    }

    /// Rows of a table.
    ///
    /// @param target the column to predict
    public static DataSets of(Table table, String target) {
        return of(Source.table(table, "$table"), new DataOptions().withTarget(target));
    }

    /// Rows of arrays, as [Source#arrays(Object, Object, String)] takes them.
    public static DataSets of(Object x, Object y) {
        return of(Source.arrays(x, y, "x=$x y=$y"), new DataOptions());
    }

    public Dataset train() {
        return train;
    }

    public Dataset val() {
        return val;
    }

    public Dataset test() {
        return test;
    }

    /// Training and validation rows together in this data set's order: shuffled unless the sets were given or `shuffle=false`,
    /// never grouped by class. Rows that `balance` repeats occur once, so that none lands on both sides of a split.
    ///
    /// `validation_split=f` trains on the first part of `trainAndVal().takeLast(f)` and validates with the last.
    public Dataset trainAndVal() {
        return learning.get();
    }

    /// What the data set is called: `iris`, `winequality.csv`.
    public String name() {
        return source.name();
    }

    /// The source as the user named it, and the options that were chosen, for a line to type: `"flats.csv" target=rent`.
    public String typed() {
        return source.typed() + options.typed();
    }

    public Task task() {
        return pipeline.task();
    }

    /// How raw rows become what the model sees.
    public Pipeline pipeline() {
        return pipeline;
    }

    /// Names of the input columns; none for images and other arrays.
    public List<String> features() {
        return features;
    }

    /// Names of the columns to predict.
    public List<String> targets() {
        return targetNames;
    }

    /// Names of the classes, in the order of their numbers; none where the task has no classes.
    public List<String> classes() {
        return classTarget()
                .map(Classes::classes)
                .orElse(task() == Task.REGRESSION ? List.of() : manyColumns());
    }

    /// Whether label 0 is the first of the [#classes()], 1 the second and so on. Class numbers that were left as they are,
    /// as 3, 4 and 5, are no places in that list.
    public boolean labelsArePlaces() {
        List<Double> labels = classTarget().map(Classes::labels).orElse(List.of());
        for (int i = 0; i < labels.size(); i++) {
            if (labels.get(i) != i) {
                return false;
            }
        }
        return true;
    }

    private List<String> manyColumns() {
        return task() == Task.CLASSIFICATION || task() == Task.MULTI_LABEL
                ? targetNames
                : List.of();
    }

    /// The rule of the first target, where it is one column of classes.
    public Optional<Classes> classTarget() {
        return pipeline.targets().stream()
                .limit(1)
                .filter(Classes.class::isInstance)
                .map(Classes.class::cast)
                .findFirst();
    }

    /// How many rows of a part each of the [#classes()] has.
    ///
    /// @param part one of this data set's parts
    public int[] counts(Dataset part) {
        var counts = new int[classes().size()];
        List<Double> labels = classTarget().map(Classes::labels).orElse(List.of());
        FloatArray y = part.y;
        for (int row = 0; row < part.rows(); row++) {
            if (y.rowSize() == 1) {
                int place = labels.indexOf((double) y.get(row, 0));
                if (place >= 0) {
                    counts[place]++;
                }
                continue;
            }
            for (int k = 0; k < counts.length; k++) {
                counts[k] += y.get(row, k) == 1 ? 1 : 0;
            }
        }
        return counts;
    }

    /// All rows of the three parts.
    public int rows() {
        return train.rows() + val.rows() + test.rows();
    }

    public DataOptions options() {
        return options;
    }

    /// What was guessed or left out, one sentence each, for the user to see.
    public List<String> notes() {
        return notes;
    }

    @Override
    public String toString() {
        return name()
                + ": train "
                + train.rows()
                + ", validation "
                + val.rows()
                + ", test "
                + test.rows();
    }
}
