package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.Task;
import dev.kiln.events.Evaluation;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Messages;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.session.EvalReport;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `%evaluate`: how good the model is, on rows that it was not trained on.
@Doc(value = "judges the model on rows that it was not trained on", example = "%evaluate on=test")
public record Evaluate(
        @Doc(value = "test, val, train, a table or a file", example = "val") @Nullable Object on,
        @Doc(value = "rows a step, from 1", example = "256") int batchSize,
        @Doc(value = "chance from which one sigmoid says yes, 0 to 1", example = "0.4")
                double threshold,
        @Doc(value = "whether nothing is shown", example = "quiet") boolean quiet)
        implements Magic {
    private static final int MOST_CLASSES = 20;
    private static final int WIDEST = 12;
    private static final int MOST_CONFUSED = 3;
    private static final double HALF = 0.5;

    public Evaluate() {
        this(null, 32, HALF, false);
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        Model model = session.needModel();
        DataSets data = session.needData();
        model.training().compiled();
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new UserError(
                    "E103",
                    "threshold takes a chance from 0 to 1, not " + Conversion.text(threshold) + ".",
                    "Type: %evaluate threshold=0.4");
        }
        Parts parts = Parts.of(data, on == null ? Call.of("test") : on, notebook);
        if (parts.rows().targets().isEmpty()) {
            throw new UserError(
                    "E162",
                    parts.name() + " lacks column " + String.join(", ", data.targets()) + ".",
                    "Type: %predict \"" + parts.name() + "\"   to predict without labels");
        }
        Evaluation judged = model.training().evaluate(parts.rows(), batchSize);
        boolean isClassification = data.task() == Task.CLASSIFICATION && data.classes().size() > 1;
        Judged counted =
                isClassification
                        ? Judged.of(
                                data.classes(),
                                parts.rows(),
                                model.predict(parts.rows()),
                                threshold)
                        : new Judged(List.of(), new int[0][0]);
        var report = new EvalReport(judged, counted.counts(), perClass(counted));
        Declared.set(notebook, "report", report, "the report");
        if (!quiet) {
            show(session, notebook, data, parts, judged, counted);
        }
        return report;
    }

    private void show(
            Session session,
            Notebook notebook,
            DataSets data,
            Parts parts,
            Evaluation judged,
            Judged counted) {
        var card =
                new CardLines()
                        .title(
                                session.modelName() + " on " + parts.name(),
                                Numbers.count(judged.rows()) + " samples");
        scores(card, session.needModel(), data, parts, judged, counted);
        int classes = counted.classes().size();
        if (classes > 1 && classes <= WIDEST) {
            confusion(card, counted);
        }
        if (classes > 1) {
            byClass(card, counted);
            confused(counted).ifPresent(text -> card.line("most confused", text));
        }
        var worst = WorstMistakes.of(session.needModel(), data, parts.rows(), threshold);
        if (!worst.isEmpty()) {
            card.line("worst mistakes", worst.text());
            worst.pictures().ifPresent(card::add);
        }
        if (classes == 2 && threshold != HALF) {
            card.line("", "Counts and classes at threshold " + Conversion.text(threshold) + ".");
        }
        notebook.show(
                card.next(
                                classes > 1
                                        ? "%predict on="
                                                + (parts.name().equals("train") ? "train" : "test")
                                                + " show=wrong"
                                        : "%plot predicted")
                        .card());
        if (parts.name().equals("train")) {
            notebook.show(Messages.note("these are training rows; for an honest score: %evaluate"));
        }
    }

    private void scores(
            CardLines card,
            Model model,
            DataSets data,
            Parts parts,
            Evaluation judged,
            Judged counted) {
        var columns = new LinkedHashMap<String, Map<String, Double>>();
        columns.put(parts.name(), judged.scores());
        if (parts.name().equals("test")) {
            other(model, "val", data.val, columns);
            other(model, "train", data.train, columns);
        }
        boolean hasBaseline =
                counted.classes().size() > 1
                        && judged.names().stream().anyMatch(Evaluate::isAccuracy);
        var head = new ArrayList<>(List.of("score"));
        head.addAll(columns.keySet());
        if (hasBaseline) {
            head.add("always-most-frequent");
        }
        var rows = new ArrayList<List<String>>();
        for (String score : judged.names()) {
            var row = new ArrayList<>(List.of(score));
            columns.values()
                    .forEach(
                            scores ->
                                    row.add(Numbers.score(scores.getOrDefault(score, Double.NaN))));
            if (hasBaseline) {
                row.add(isAccuracy(score) ? Numbers.score(counted.mostFrequent()) : "");
            }
            rows.add(row);
        }
        card.table(head, rows);
    }

    private static boolean isAccuracy(String score) {
        return score.equals("acc") || score.endsWith("accuracy");
    }

    private void other(
            Model model, String name, Dataset rows, Map<String, Map<String, Double>> to) {
        if (!rows.isEmpty() && !rows.targets().isEmpty()) {
            to.put(name, model.training().evaluate(rows, batchSize).scores());
        }
    }

    private static void confusion(CardLines card, Judged counted) {
        var head = new ArrayList<>(List.of("truth \\ predicted"));
        head.addAll(counted.classes());
        var rows = new ArrayList<List<String>>();
        for (int truth = 0; truth < counted.classes().size(); truth++) {
            var row = new ArrayList<>(List.of(counted.classes().get(truth)));
            for (int count : counted.counts()[truth]) {
                row.add(Numbers.count(count));
            }
            rows.add(row);
        }
        card.table(head, rows);
    }

    /// `8 taken for 1 (4 times), 9 for 4 (2)`.
    private static Optional<String> confused(Judged counted) {
        record Pair(int truth, int taken, int count) {}
        var pairs = new ArrayList<Pair>();
        for (int truth = 0; truth < counted.classes().size(); truth++) {
            for (int taken = 0; taken < counted.classes().size(); taken++) {
                int count = counted.counts()[truth][taken];
                if (truth != taken && count > 0) {
                    pairs.add(new Pair(truth, taken, count));
                }
            }
        }
        pairs.sort(Comparator.comparingInt(Pair::count).reversed());
        var texts = new ArrayList<String>();
        for (Pair pair : pairs.subList(0, Math.min(MOST_CONFUSED, pairs.size()))) {
            texts.add(
                    counted.classes().get(pair.truth())
                            + (texts.isEmpty() ? " taken for " : " for ")
                            + counted.classes().get(pair.taken())
                            + " ("
                            + pair.count()
                            + (texts.isEmpty() ? (pair.count() == 1 ? " time)" : " times)") : ")"));
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", texts));
    }

    private static void byClass(CardLines card, Judged counted) {
        var rows = new ArrayList<List<String>>();
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        int all = 0;
        int classes = counted.classes().size();
        for (int label = 0; label < classes; label++) {
            precision += counted.precision(label) / classes;
            recall += counted.recall(label) / classes;
            f1 += counted.f1(label) / classes;
            all += counted.rows(label);
            if (label < MOST_CLASSES) {
                rows.add(
                        row(
                                counted.classes().get(label),
                                counted.precision(label),
                                counted.recall(label),
                                counted.f1(label),
                                counted.rows(label)));
            }
        }
        rows.add(row("macro", precision, recall, f1, all));
        card.table(List.of("class", "precision", "recall", "f1", "n"), rows);
    }

    private static List<String> row(
            String name, double precision, double recall, double f1, int count) {
        return List.of(
                name,
                Numbers.score(precision),
                Numbers.score(recall),
                Numbers.score(f1),
                Numbers.count(count));
    }

    private static Table perClass(Judged counted) {
        var names = StringColumn.create("class");
        var precision = DoubleColumn.create("precision");
        var recall = DoubleColumn.create("recall");
        var f1 = DoubleColumn.create("f1");
        var count = DoubleColumn.create("n");
        for (int label = 0; label < counted.classes().size(); label++) {
            names.append(counted.classes().get(label));
            precision.append(counted.precision(label));
            recall.append(counted.recall(label));
            f1.append(counted.f1(label));
            count.append(counted.rows(label));
        }
        return Table.create("per class", names, precision, recall, f1, count);
    }
}
