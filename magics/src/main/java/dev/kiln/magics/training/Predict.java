package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.data.TargetPreparation;
import dev.kiln.data.Task;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.table.Tables;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// `%predict`: what the model says of rows.
@Doc(value = "what the model says of rows", example = "%predict on=test n=10")
public record Predict(
        @Words(most = 1) List<Object> words,
        @Doc(value = "test, val, train, a table or a file", example = "test") @Nullable Object on,
        @Doc(value = "rows shown, from 1; all are in predictions", example = "10") int n,
        @Doc(value = "which rows are shown", example = "wrong") Show show,
        @Doc(value = "order of the rows; confidence puts the surest first", example = "confidence")
                Sort sort,
        @Doc(value = "chance from which one sigmoid says yes, 0 to 1", example = "0.4")
                double threshold,
        @Doc(value = "CSV file that the predictions are written to", example = "\"scored.csv\"")
                @Nullable String out,
        @Doc(value = "whether nothing is shown", example = "quiet") boolean quiet)
        implements Magic {
    private static final int MOST_COLUMNS = 100;

    /// Which rows are shown.
    public enum Show {
        ALL,
        WRONG,
        RIGHT
    }

    /// In which order.
    public enum Sort {
        ROW,
        CONFIDENCE
    }

    public Predict() {
        this(List.of(), null, 10, Show.ALL, Sort.ROW, 0.5, null, false);
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        Model model = session.needModel();
        DataSets data = session.needData();
        if (n < 1) {
            throw new UserError(
                    "E103", "n takes a whole number from 1, not " + n + ".", "Type: %predict n=10");
        }
        Parts parts = parts(data, notebook);
        FloatArray predictions = model.predict(parts.rows());
        boolean isClassification = data.task() == Task.CLASSIFICATION && data.classes().size() > 1;
        Table table =
                isClassification
                        ? classes(data, parts.rows(), predictions)
                        : numbers(data, parts.rows(), predictions);
        table.setName("predictions on " + parts.name());
        if (out != null) {
            table.write().csv(notebook.folder().resolve(out).toFile());
        }
        Declared.set(notebook, "predictions", table, "the table of predictions");
        if (!quiet) {
            show(session, notebook, table);
        }
        return table;
    }

    private Parts parts(DataSets data, Notebook notebook) {
        Object chosen = words.isEmpty() ? (on == null ? Call.of("test") : on) : words.getFirst();
        return switch (chosen) {
            case Map<?, ?> row -> {
                var named = new LinkedHashMap<String, Object>();
                row.forEach((key, value) -> named.put(String.valueOf(key), value));
                yield unlabelled("one row", data, data.pipeline().prepare(named));
            }
            case Call _, String _, Table _, Dataset _ ->
                    Parts.of(data, chosen, notebook, "%predict");
            case Number _, Boolean _ ->
                    throw new UserError(
                            "E103",
                            "%predict takes rows, not " + Conversion.text(chosen) + ".",
                            "Type: %predict on=test n=10");
            default -> unlabelled("rows", data, data.pipeline().prepare(FloatArray.of(chosen)));
        };
    }

    private static Parts unlabelled(String name, DataSets data, List<FloatArray> inputs) {
        return new Parts(name, Dataset.of(data.train.inputNames(), inputs, List.of(), List.of()));
    }

    private Table classes(DataSets data, Dataset rows, FloatArray predictions) {
        var names = data.classes();
        var row = IntColumn.create("row");
        var actual = StringColumn.create("actual");
        var predicted = StringColumn.create("predicted");
        var confidence = DoubleColumn.create("confidence");
        var verdict = StringColumn.create("verdict");
        boolean hasTruth = !rows.targets().isEmpty();
        for (int i = 0; i < rows.rows(); i++) {
            int label = Judged.predicted(predictions, i, threshold);
            row.append(i + 1);
            predicted.append(name(names, label));
            confidence.append(chance(predictions, i, label));
            if (hasTruth) {
                int truth = Judged.label(rows.y, i);
                actual.append(name(names, truth));
                verdict.append(truth == label ? "right" : "wrong");
            }
        }
        Table table =
                hasTruth
                        ? Table.create("predictions", row, actual, predicted, confidence, verdict)
                        : Table.create("predictions", row, predicted, confidence);
        for (int label = 0; label < Math.min(names.size(), MOST_COLUMNS); label++) {
            var chances = DoubleColumn.create("p_" + names.get(label));
            for (int i = 0; i < rows.rows(); i++) {
                chances.append(chance(predictions, i, label));
            }
            table.addColumns(chances);
        }
        return table;
    }

    private static String name(List<String> names, int label) {
        return label >= 0 && label < names.size() ? names.get(label) : String.valueOf(label);
    }

    /// The chance that a row of predictions gives a class.
    static double chance(FloatArray predictions, int row, int label) {
        if (predictions.rowSize() > 1) {
            return label < predictions.rowSize() ? predictions.get(row, label) : 0;
        }
        double yes = predictions.get(row, 0);
        return label == 1 ? yes : 1 - yes;
    }

    private static Table numbers(DataSets data, Dataset rows, FloatArray predictions) {
        FloatArray shown = original(data, predictions);
        FloatArray truth = rows.targets().isEmpty() ? null : original(data, rows.y);
        Table table =
                Table.create(
                        "predictions",
                        IntColumn.create("row", IntStream.rangeClosed(1, rows.rows()).toArray()));
        for (int column = 0; column < Math.min(shown.rowSize(), MOST_COLUMNS); column++) {
            String suffix = shown.rowSize() == 1 ? "" : " " + (column + 1);
            var predicted = DoubleColumn.create("predicted" + suffix);
            var actual = DoubleColumn.create("actual" + suffix);
            var error = DoubleColumn.create("error" + suffix);
            boolean hasTruth = truth != null && column < truth.rowSize();
            for (int i = 0; i < rows.rows(); i++) {
                predicted.append(shown.get(i, column));
                if (hasTruth) {
                    actual.append(truth.get(i, column));
                    error.append(shown.get(i, column) - truth.get(i, column));
                }
            }
            if (hasTruth) {
                table.addColumns(actual, predicted, error);
            } else {
                table.addColumns(predicted);
            }
        }
        return table;
    }

    /// In the unit that the user's data has.
    static FloatArray original(DataSets data, FloatArray numbers) {
        var targets = data.pipeline().targets();
        return targets.size() == 1
                        && targets.getFirst() instanceof TargetPreparation.Values values
                        && values.isScaled()
                ? values.original(numbers)
                : numbers;
    }

    private void show(Session session, Notebook notebook, Table table) {
        Table chosen = table;
        if (show != Show.ALL && table.columnNames().contains("verdict")) {
            chosen =
                    table.where(
                            table.stringColumn("verdict")
                                    .isEqualTo(show == Show.WRONG ? "wrong" : "right"));
        }
        if (sort == Sort.CONFIDENCE && table.columnNames().contains("confidence")) {
            chosen = chosen.sortDescendingOn("confidence");
        }
        Table first = chosen.first(Math.min(n, chosen.rowCount()));
        first.setName(table.name());
        String what = show == Show.ALL ? "" : show == Show.WRONG ? " wrong" : " right";
        notebook.show(
                new CardLines()
                        .title(
                                session.modelName(),
                                Numbers.count(chosen.rowCount())
                                        + what
                                        + " of "
                                        + Numbers.count(table.rowCount())
                                        + " rows")
                        .add(new Block.Shown(Tables.grid(first, Math.max(n, 2))))
                        .card());
    }
}
