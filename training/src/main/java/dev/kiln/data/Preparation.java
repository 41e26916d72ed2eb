package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Preparing.Missing;
import dev.kiln.data.TargetPreparation.Classes;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Parts and prepares the rows of a [Source]; what comes out is a [DataSets].
final class Preparation {
    final Source source;
    final DataOptions options;
    final List<String> notes = new ArrayList<>();
    final List<String> features;
    final List<String> targetNames;
    final Pipeline pipeline;
    final Dataset train;
    final Dataset val;
    final Dataset test;
    final Supplier<Dataset> learning;

    private Preparation(
            Source source,
            DataOptions options,
            List<String> features,
            List<String> targetNames,
            Pipeline pipeline,
            Split split,
            int[] trainRows,
            Function<int[], Dataset> part) {
        this.source = source;
        this.options = options;
        this.features = features;
        this.targetNames = targetNames;
        this.pipeline = pipeline;
        this.train = part.apply(trainRows);
        this.val = part.apply(split.validation());
        this.test = part.apply(split.test);
        this.learning = () -> part.apply(split.learning);
    }

    static Preparation of(Source source, DataOptions options) {
        return switch (source) {
            case Source.OfTable table -> ofTable(table, options);
            case Source.OfArray array -> ofArray(array, options);
        };
    }

    private static Preparation ofTable(Source.OfTable source, DataOptions options) {
        Table table = source.table();
        var choice = new ChosenColumns(source, options.columnChoice());
        List<String> features = choice.features();
        List<String> targets = choice.targets();
        String typed = source.typed();
        int[] kept = MissingCells.rowsToKeep(table, features, targets, typed, options);
        var notes = new ArrayList<String>();
        if (kept.length < table.rowCount()) {
            notes.add(
                    (table.rowCount() - kept.length)
                            + " of "
                            + table.rowCount()
                            + " rows were left out: they have empty cells.");
        }
        Task task =
                choice.isReconstruction()
                        ? Task.RECONSTRUCTION
                        : TargetColumns.task(table, targets, kept, options);
        Split split = split(source, table, targets, task, kept, options);
        int[] train = split.train();
        List<InputPreparation> inputs =
                new ColumnFitting(table, train, options, typed).fit(features);
        List<TargetPreparation> rules =
                TargetColumns.fit(table, targets, task, kept, train, options);
        var pipeline = new Pipeline(task, inputs, rules);
        Function<int[], Dataset> part =
                rows -> {
                    List<FloatArray> x = pipeline.prepare(table, rows, true);
                    boolean isReconstruction = task == Task.RECONSTRUCTION;
                    return Dataset.of(
                                    inputs.stream().map(InputPreparation::name).toList(),
                                    x,
                                    isReconstruction
                                            ? List.of("inputs")
                                            : rules.stream().map(TargetPreparation::name).toList(),
                                    isReconstruction
                                            ? List.of(x.getFirst())
                                            : rules.stream()
                                                    .map(rule -> rule.prepare(table, rows))
                                                    .toList())
                            .withSource(table, rows);
                };
        int[] repeated = balanced(table, rules, train, options);
        var made =
                new Preparation(
                        source, options, features, targets, pipeline, split, repeated, part);
        made.notes.addAll(notes);
        return made;
    }

    private static Preparation ofArray(Source.OfArray source, DataOptions options) {
        Table labels = source.labels() == null ? Table.create() : source.labels();
        var allTargets = labels.columnNames();
        boolean isReconstruction = ChosenColumns.asksForInputs(options.columnChoice());
        List<String> targets = isReconstruction ? List.of() : allTargets;
        DataOptions named =
                source.classes().isEmpty() || !options.columnChoice().classes().isEmpty()
                        ? options
                        : options.withClasses(source.classes().toArray(String[]::new));
        int[] kept =
                targets.isEmpty()
                        ? IntStream.range(0, source.x().rows()).toArray()
                        : MissingCells.rowsToKeep(
                                labels, List.of(), targets, source.typed(), named);
        Task task =
                isReconstruction
                        ? Task.RECONSTRUCTION
                        : source.y() != null
                                ? Task.REGRESSION
                                : TargetColumns.task(labels, targets, kept, named);
        Split split = split(source, labels, targets, task, kept, named);
        int[] train = split.train();
        List<TargetPreparation> rules =
                TargetColumns.fit(labels, targets, task, kept, train, named);
        var rule = ArrayFitting.fit(source, train, options);
        FloatArray x = rule.prepare(source.x(), source.isOurs());
        var pipeline = new Pipeline(task, List.of(rule), rules);
        FloatArray masks = source.y();
        Function<int[], Dataset> part =
                rows -> {
                    FloatArray own = ArrayFitting.rows(x, rows);
                    List<String> names =
                            isReconstruction
                                    ? List.of("inputs")
                                    : masks != null
                                            ? List.of("y")
                                            : rules.stream().map(TargetPreparation::name).toList();
                    List<FloatArray> answers =
                            isReconstruction
                                    ? List.of(own)
                                    : masks != null
                                            ? List.of(ArrayFitting.rows(masks, rows))
                                            : rules.stream()
                                                    .map(target -> target.prepare(labels, rows))
                                                    .toList();
                    return Dataset.of(List.of("x"), List.of(own), names, answers);
                };
        return new Preparation(
                source,
                options,
                List.of(),
                targets,
                pipeline,
                split,
                balanced(labels, rules, train, options),
                part);
    }

    private static Split split(
            Source source,
            Table table,
            List<String> targets,
            Task task,
            int[] kept,
            DataOptions options) {
        int all = source instanceof Source.OfArray array ? array.x().rows() : table.rowCount();
        int border = source.testRows() < 0 ? all : all - source.testRows();
        int[] rows = IntStream.of(kept).filter(row -> row < border).toArray();
        int[] given =
                source.testRows() < 0
                        ? null
                        : IntStream.of(kept).filter(row -> row >= border).toArray();
        if (rows.length == 0) {
            throw new UserError(
                    "E127",
                    source.name()
                            + " has no row to train on"
                            + (all > 0 ? ": each of its " + all + " rows has an empty cell." : "."),
                    all > 0
                            ? "Type: %data "
                                    + source.typed()
                                    + options.typed("missing", Missing.MEAN)
                            : "Give data with at least one row.");
        }
        return Split.of(rows, given, strata(table, targets, task, kept, all), options.splitting());
    }

    /// The class of each row, for stratifying; null where there are no classes.
    private static int @Nullable [] strata(
            Table table, List<String> targets, Task task, int[] kept, int all) {
        if (task != Task.CLASSIFICATION || targets.isEmpty()) {
            return null;
        }
        var classes = new HashMap<String, Integer>();
        var strata = new int[all];
        var together = new String[kept.length];
        Arrays.fill(together, "");
        for (String target : targets) {
            String[] labels = TargetColumns.labels(TableColumns.named(table, target), kept);
            Arrays.setAll(
                    together,
                    i -> targets.size() == 1 ? labels[i] : together[i] + '\n' + labels[i]);
        }
        for (int i = 0; i < kept.length; i++) {
            strata[kept[i]] = classes.computeIfAbsent(together[i], _ -> classes.size());
        }
        return strata;
    }

    /// Training rows in which every class occurs as often as the biggest one.
    private static int[] balanced(
            Table table, List<TargetPreparation> rules, int[] train, DataOptions options) {
        if (!options.splitting().balance()) {
            return train;
        }
        if (rules.isEmpty() || !(rules.getFirst() instanceof Classes classes)) {
            throw new UserError(
                    "E127",
                    "balance=true evens out classes, but this is no classification by one column.",
                    "Leave out balance=true.");
        }
        int[] places = classes.places(TableColumns.named(table, classes.name()), train);
        var byClass = new ArrayList<List<Integer>>();
        classes.classes().forEach(_ -> byClass.add(new ArrayList<>()));
        for (int i = 0; i < train.length; i++) {
            byClass.get(places[i]).add(train[i]);
        }
        int most = byClass.stream().mapToInt(List::size).max().orElse(0);
        var all = new ArrayList<Integer>(Arrays.stream(train).boxed().toList());
        for (List<Integer> rows : byClass) {
            for (int i = rows.size(); !rows.isEmpty() && i < most; i++) {
                all.add(rows.get(i % rows.size()));
            }
        }
        Collections.shuffle(all, new Random(options.splitting().seed()));
        return all.stream().mapToInt(Integer::intValue).toArray();
    }
}
