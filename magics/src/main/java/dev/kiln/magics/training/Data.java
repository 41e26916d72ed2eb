package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataOptions;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.Source;
import dev.kiln.data.files.DataFiles;
import dev.kiln.data.files.Downloads;
import dev.kiln.data.sets.NamedSet;
import dev.kiln.data.sets.NamedSets;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.table.ClassCounts;
import dev.kiln.magics.drawing.table.Tables;
import dev.kiln.magics.grammar.ArgumentParser;
import dev.kiln.magics.grammar.Written;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.schema.AsTyped;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.Table;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// `%data`: chooses what is learned from.
@Doc(
        value = "chooses what is learned from: a built-in set, a file, a table, arrays",
        example = "%data iris")
public record Data(
        @Words(most = 1) List<Object> words,
        @AsTyped String typed,
        @Doc(value = "inputs, one row a sample", example = "$features") @Nullable Object x,
        @Doc(value = "labels, one a row of x", example = "$labels") @Nullable Object y,
        @Doc(value = "inputs of the test set", example = "$xTest") @Nullable Object xTest,
        @Doc(value = "labels of the test set", example = "$yTest") @Nullable Object yTest,
        @Doc(value = "table to train on", example = "$t1") @Nullable Object train,
        @Doc(value = "share of the rows that is kept for the test, or a table", example = "20%")
                @Nullable Object test,
        @Doc(value = "name of a Java variable besides data", example = "flowers")
                @Nullable String as,
        @Shared DataOptions options)
        implements Magic {
    private static final int FIRST_ROWS = 5;
    private static final int THUMBNAILS = 16;

    public Data() {
        this(
                List.of(),
                "",
                null,
                null,
                null,
                null,
                null,
                new DataOptions().splitting().test(),
                null,
                new DataOptions());
    }

    @Override
    public boolean changesSession() {
        return !words.isEmpty() || x != null || train != null;
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        if (words.isEmpty() && x == null && train == null) {
            if (session.data().isPresent()) {
                notebook.show(card(session, session.needData()));
                return session.needData();
            }
            throw new UserError(
                    "E111",
                    "%data needs a name, a file or a variable.",
                    "Type: %data iris   Sets: " + sets() + ".");
        }
        var downloads = new DownloadView(notebook);
        DataSets data = read(notebook, downloads);
        session.setData(data, data.typed());
        Declared.set(notebook, "data", data, "the data set");
        if (as != null) {
            Declared.set(notebook, as, data, "the data set");
        }
        var card = card(session, data);
        if (downloads.isShown()) {
            downloads.show(card);
        } else {
            notebook.show(card);
        }
        return data;
    }

    private DataSets read(Notebook notebook, DownloadView downloads) {
        DataOptions chosen =
                test instanceof Table
                        ? options
                        : options.withTest(
                                test == null
                                        ? null
                                        : (Double) Conversion.convert("test", test, Double.class));
        if (train != null) {
            Table rows = table("train", train);
            return DataSets.of(
                    test instanceof Table other
                            ? Source.tables(
                                    rows,
                                    other,
                                    typed("train", "test"),
                                    chosen.columnChoice().drop())
                            : Source.table(rows, typed("train")),
                    chosen);
        }
        if (x != null) {
            if (xTest != null && y != null && yTest != null) {
                return DataSets.of(
                        Source.arrays(x, y, xTest, yTest, typed("x", "y", "x_test", "y_test")),
                        chosen);
            }
            return DataSets.of(Source.arrays(x, y, typed("x", "y")), chosen);
        }
        return named(words.getFirst(), notebook, chosen, downloads);
    }

    /// What was typed for some options, `x=$features y=$labels`; an empty name is the word without one.
    private String typed(String... options) {
        var parts = new ArrayList<String>();
        var arguments = ArgumentParser.parse(typed);
        for (String option : options) {
            for (Written argument : arguments) {
                String key = argument.key() == null ? "" : Names.normalized(argument.key());
                if (key.equals(Names.normalized(option))) {
                    String value = typed.substring(argument.at().from(), argument.at().to());
                    parts.add(key.isEmpty() ? value : option + "=" + value);
                    break;
                }
            }
        }
        return String.join(" ", parts);
    }

    private static Table table(String option, Object value) {
        if (value instanceof Table table) {
            return table;
        }
        throw new UserError(
                "E128",
                option + " is no Tablesaw table.",
                "Give tables of Tablesaw: %data train=$t1 test=$t2 target=price; arrays are given as x= and y=.");
    }

    private DataSets named(
            Object word, Notebook notebook, DataOptions chosen, DownloadView downloads) {
        return switch (word) {
            case Table table -> DataSets.of(Source.table(table, typed("")), chosen);
            case DataSets sets -> sets;
            case String file ->
                    DataFiles.read(notebook.folder(), file, chosen, new Downloads(downloads));
            case Call(String name, List<?> places, var _)
                    when name.equals("images")
                            && !places.isEmpty()
                            && places.getFirst() instanceof String folder ->
                    DataFiles.images(notebook.folder(), folder, chosen);
            case Call call when NamedSets.find(call.name()).isPresent() ->
                    NamedSets.load(call.name(), chosen, new Downloads(downloads));
            case Call call -> {
                Object value = notebook.variable(call.name()).orElse(null);
                if (value instanceof Table table) {
                    yield DataSets.of(Source.table(table, call.name()), chosen);
                }
                if (value instanceof DataSets sets) {
                    yield sets;
                }
                // Sets and variables have no dot in their names, and a file that is there is meant.
                if (call.name().contains(".")
                        || Files.exists(notebook.folder().resolve(call.name()))) {
                    yield DataFiles.read(
                            notebook.folder(), call.name(), chosen, new Downloads(downloads));
                }
                var names = NamedSets.ALL.stream().map(NamedSet::name).toList();
                throw new UserError(
                                "E124",
                                "there is no data set "
                                        + call.name()
                                        + "."
                                        + Names.question(call.name(), names),
                                "Sets: "
                                        + sets()
                                        + ".   Files are written in quotes: %data \""
                                        + call.name()
                                        + ".csv\"")
                        .naming(call.name(), names);
            }
            default ->
                    throw new UserError(
                            "E128",
                            "%data cannot read "
                                    + typed("")
                                    + ", which is a "
                                    + word.getClass().getSimpleName()
                                    + ".",
                            "Type: %data iris   %data \"file.csv\" target=column   %data $table   %data x=$x y=$y");
        };
    }

    private static String sets() {
        return String.join(", ", NamedSets.ALL.stream().map(NamedSet::name).toList());
    }

    private static Output card(Session session, DataSets data) {
        var classes = data.classes();
        var card =
                new CardLines()
                        .title(
                                data.name(),
                                Numbers.count(data.rows())
                                        + " rows, "
                                        + inputs(data)
                                        + (classes.isEmpty()
                                                ? ""
                                                : ", " + classes.size() + " classes")
                                        + " -> train "
                                        + Numbers.count(data.train.rows())
                                        + ", validation "
                                        + Numbers.count(data.val.rows())
                                        + ", test "
                                        + Numbers.count(data.test.rows()));
        card.line("task", task(data));
        data.notes().forEach(note -> card.line("note", note));
        if (!classes.isEmpty()) {
            card.add(new Block.Shown(counts(data, classes).grid()));
        }
        Dataset train = data.train;
        if (train.rows() > 0) {
            Table rows = used(data, train.slice(0, Math.min(FIRST_ROWS, train.rows())).table());
            rows.setName("first " + rows.rowCount() + " rows of train");
            if (rows.columnCount() <= 50) {
                card.add(new Block.Shown(Tables.grid(rows, FIRST_ROWS)));
            }
        }
        Thumbnails.of(
                        train,
                        IntStream.range(0, Math.min(THUMBNAILS, train.rows())).boxed().toList(),
                        "The first images of train.")
                .ifPresent(card::add);
        return card.next(next(session, data)).card();
    }

    /// The columns that are learned from or predicted, without those that the user left out.
    private static Table used(DataSets data, Table rows) {
        var left = new ArrayList<>(rows.columnNames());
        left.removeAll(data.features());
        left.removeAll(data.targets());
        boolean areNamed = !data.features().isEmpty() && left.size() < rows.columnCount();
        return areNamed ? rows.removeColumns(left.toArray(String[]::new)) : rows;
    }

    private static String inputs(DataSets data) {
        return data.features().isEmpty()
                ? data.train.x.rowShape() + " inputs"
                : data.features().size() + (data.features().size() == 1 ? " feature" : " features");
    }

    private static String task(DataSets data) {
        String what =
                switch (data.task()) {
                    case CLASSIFICATION -> "classification of ";
                    case MULTI_LABEL -> "several yes/no answers: ";
                    case REGRESSION -> "regression of ";
                    case RECONSTRUCTION -> "reconstruction of the inputs";
                    case UNLABELLED -> "no labels";
                };
        return what.endsWith(" ") ? what + String.join(", ", data.targets()) : what;
    }

    private static ClassCounts counts(DataSets data, List<String> classes) {
        int[] train = data.counts(data.train);
        int[] val = data.counts(data.val);
        int[] test = data.counts(data.test);
        var counts = new ArrayList<List<Long>>();
        for (int i = 0; i < classes.size(); i++) {
            counts.add(List.of((long) train[i], (long) val[i], (long) test[i]));
        }
        return new ClassCounts(classes, List.of("train", "val", "test"), counts);
    }

    private static String next(Session session, DataSets data) {
        if (session.model().isPresent()) {
            return "%fit epochs=10";
        }
        String last =
                switch (data.task()) {
                    case CLASSIFICATION ->
                            data.classes().size() == 2
                                    ? "dense 1 sigmoid"
                                    : "dense " + data.classes().size() + " softmax";
                    case MULTI_LABEL -> "dense " + data.train.y.rowSize() + " sigmoid";
                    case REGRESSION -> "dense " + data.train.y.rowSize();
                    case RECONSTRUCTION, UNLABELLED -> "dense " + data.train.x.rowSize();
                };
        return "%%model, last layer  " + last;
    }
}
