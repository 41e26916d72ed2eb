package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.data.InputPreparation;
import dev.kiln.data.TargetPreparation;
import dev.kiln.data.Task;
import dev.kiln.data.files.PictureFolder;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// `%predict`: what the model says of rows.
@Doc(value = "what the model says of rows", example = "%predict on=test n=10")
public record Predict(
        @Words(most = 1) List<Object> words,
        @Doc(value = "test, val, train, a table or a file", example = "test") @Nullable Object on,
        @Doc(value = "rows shown, from 1; all are in predictions", example = "10") int n,
        @Doc(value = "which rows are shown", example = "wrong") Show show,
        @Doc(
                        value =
                                "order of rows: confidence has the surest first, error the farthest off",
                        example = "confidence")
                Sort sort,
        @Doc(value = "classes named for each row, the likeliest first, from 1", example = "3")
                int top,
        @Doc(value = "chance from which one sigmoid says yes, 0 to 1", example = "0.4")
                double threshold,
        @Doc(value = "CSV file that the predictions are written to", example = "\"scored.csv\"")
                @Nullable String out,
        @Doc(value = "whether nothing is shown", example = "quiet") boolean quiet)
        implements Magic {
    private static final int MOST_COLUMNS = 100;
    private static final double WHITE = 255;
    private static final Pattern PICTURE = Pattern.compile("(?i)\\.(png|jpe?g|gif|bmp)$");

    /// Which rows are shown.
    public enum Show {
        ALL,
        WRONG,
        RIGHT
    }

    /// In which order.
    public enum Sort {
        ROW,
        CONFIDENCE,
        ERROR
    }

    public Predict() {
        this(List.of(), null, 10, Show.ALL, Sort.ROW, 1, 0.5, null, false);
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        Model model = session.needModel();
        DataSets data = isRaw() ? session.preparation() : session.needData();
        requireWholeNumber("n", n, 10);
        requireWholeNumber("top", top, 3);
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new UserError(
                    "E103",
                    "threshold takes a chance from 0 to 1, not " + Conversion.text(threshold) + ".",
                    "Type: %predict threshold=0.4");
        }
        Parts parts = parts(data, notebook);
        boolean isClassification = data.task() == Task.CLASSIFICATION && data.classes().size() > 1;
        refuseWhatDoesNothing(isClassification);
        FloatArray predictions = model.predict(parts.rows());
        Table table =
                isClassification
                        ? classes(data, parts.rows(), predictions)
                        : numbers(data, parts.rows(), predictions);
        table.setName("predictions on " + parts.name());
        if (out != null) {
            write(notebook, table, out);
        }
        Declared.set(notebook, "predictions", table, "the table of predictions");
        if (!quiet) {
            String name = session.modelName().isEmpty() ? model.name() : session.modelName();
            notebook.show(
                    new PredictionCard(this, data, parts.rows(), predictions, table).card(name));
        }
        return table;
    }

    /// Whether rows are given here, as they are before any preparation.
    private boolean isRaw() {
        return !words.isEmpty()
                && switch (words.getFirst()) {
                    case Call(String name, var _, var _) -> name.equals("image");
                    case String file -> PICTURE.matcher(file).find();
                    case Table _, Dataset _ -> false;
                    default -> true;
                };
    }

    private static void requireWholeNumber(String option, int value, int example) {
        if (value < 1) {
            throw new UserError(
                    "E103",
                    option + " takes a whole number from 1, not " + value + ".",
                    "Type: %predict " + option + "=" + example);
        }
    }

    /// An option that this model's answers have no meaning for is a mistake.
    private void refuseWhatDoesNothing(boolean isClassification) {
        boolean wantsClasses = show != Show.ALL || sort == Sort.CONFIDENCE || top > 1;
        if (!isClassification && wantsClasses) {
            throw new UserError(
                    "E102",
                    "show, sort=confidence and top are for classes; this model predicts numbers.",
                    "Type: %predict sort=error");
        }
        if (isClassification && sort == Sort.ERROR) {
            throw new UserError(
                    "E102",
                    "sort=error is for numbers; this model predicts classes.",
                    "Type: %predict show=wrong sort=confidence");
        }
    }

    private static void write(Notebook notebook, Table table, String name) {
        Path file = notebook.folder().resolve(name);
        try {
            table.write().csv(file.toFile());
        } catch (RuntimeException e) {
            throw new UserError(
                    "E191",
                    "the predictions could not be written to " + file + ": " + e.getMessage() + ".",
                    "Choose a folder that exists: %predict out=\"scored.csv\"",
                    e);
        }
    }

    private Parts parts(DataSets data, Notebook notebook) {
        Object chosen = words.isEmpty() ? (on == null ? Call.of("test") : on) : words.getFirst();
        return switch (chosen) {
            case Map<?, ?> row -> {
                var named = new LinkedHashMap<String, Object>();
                row.forEach((key, value) -> named.put(String.valueOf(key), plain(value)));
                yield unlabelled("one row", data, data.pipeline().prepare(named));
            }
            case Call(String name, var places, var named)
                    when name.equals("image") && places.size() == 1 && named.isEmpty() ->
                    picture(data, notebook, Conversion.text(places.getFirst()).replace("\"", ""));
            case String file when PICTURE.matcher(file).find() -> picture(data, notebook, file);
            case Call(String name, var places, var named)
                    when places.isEmpty()
                            && named.isEmpty()
                            && Files.isRegularFile(notebook.folder().resolve(name)) ->
                    Parts.of(data, name, notebook, "%predict");
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

    /// A word without quotes is a text.
    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Call(String name, var places, var named)
                        && places.isEmpty()
                        && named.isEmpty()
                ? name
                : value;
    }

    /// A picture file, at the size, in the colours and with the brightness that the model was trained on.
    private static Parts picture(DataSets data, Notebook notebook, String name) {
        var inputs = data.pipeline().inputs();
        if (inputs.size() != 1
                || !(inputs.getFirst() instanceof InputPreparation.OfArray input)
                || input.rowShape().rank() < 2
                || input.rowShape().rank() > 3) {
            throw new UserError(
                    "E219",
                    "the model takes "
                            + (data.features().isEmpty()
                                    ? "rows of " + inputs.getFirst().rowShape()
                                    : "columns")
                            + ", not pictures.",
                    data.features().isEmpty()
                            ? "Type: %predict on=test"
                            : "Type: %predict {" + data.features().getFirst() + ": 1.0, …}");
        }
        Shape row = input.rowShape();
        Shape shape = row.rank() == 3 ? row : row.inserted(2, 1);
        FloatArray pixels = PictureFolder.picture(notebook.folder().resolve(name), shape);
        double brightest = input.numbers().shift() == 0 ? input.numbers().divisor() : WHITE;
        if (brightest != 1 && brightest != WHITE) {
            var scaled = new float[(int) pixels.size()];
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] = (float) (pixels.get(i) * brightest / WHITE);
            }
            pixels = FloatArray.of(pixels.shape(), scaled);
        }
        return unlabelled(name, data, List.of(input.prepare(pixels.reshape(row.batchOf(1)))));
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
}
