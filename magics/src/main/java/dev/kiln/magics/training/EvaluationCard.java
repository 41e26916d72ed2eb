package dev.kiln.magics.training;

import dev.kiln.catalog.Conversion;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.data.Task;
import dev.kiln.events.Evaluation;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.chart.HeatPlot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.drawing.table.Cell;
import dev.kiln.magics.drawing.table.Column;
import dev.kiln.magics.drawing.table.ConfusionTable;
import dev.kiln.magics.drawing.table.Grid;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.model.Model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What `%evaluate` shows: scores beside those of the other rows and of a guess, then what kind of mistakes there are.
///
/// @param parts       the rows that are judged
/// @param judged      their scores
/// @param counted     their classes; without classes for numbers
/// @param predictions one row a sample
record EvaluationCard(
        Evaluate line,
        DataSets data,
        Model model,
        Parts parts,
        Evaluation judged,
        Judged counted,
        FloatArray predictions) {
    /// Beside a confusion of so many classes precision, recall and f1 find room.
    private static final int TOGETHER = 12;

    private static final int MOST_CLASSES = 20;
    private static final int WORST = 10;
    private static final int MOST_CONFUSED = 3;
    private static final double HALF = 0.5;
    private static final Size HEAT = new Size(480, 400);

    /// @param name of the model, or of the run
    Output card(String name) {
        var card =
                new CardLines()
                        .title(
                                name + " on " + parts.name(),
                                Numbers.count(judged.rows()) + " samples");
        boolean isNumbers =
                data.task() == Task.REGRESSION
                        && parts.rows().targets().size() == 1
                        && predictions.rowSize() == parts.rows().y.rowSize();
        scores(card, isNumbers);
        int classes = counted.classes().size();
        if (isNumbers) {
            numbers(card);
        }
        if (classes > 1 && classes <= MOST_CLASSES) {
            classes(card);
        } else if (classes > 1) {
            manyClasses(card);
        }
        if (classes == 2) {
            thresholds(card);
        }
        if (classes > 1) {
            confused().ifPresent(text -> card.line("most confused", text));
        }
        var worst = WorstMistakes.of(data, parts.rows(), predictions, line.threshold());
        if (!worst.isEmpty()) {
            card.line("worst mistakes", worst.text());
            worst.pictures().ifPresent(card::add);
        }
        if (classes == 2 && line.threshold() != HALF) {
            card.line(
                    "",
                    "Counts and classes at threshold " + Conversion.text(line.threshold()) + ".");
        }
        return card.next(
                        classes > 1
                                ? "%predict on="
                                        + (parts.name().equals("train") ? "train" : "test")
                                        + " show=wrong"
                                : "%plot residuals")
                .card();
    }

    // ---- scores

    private void scores(CardLines card, boolean isNumbers) {
        var columns = new LinkedHashMap<String, Map<String, Double>>();
        columns.put(parts.name(), withNumbers(judged.scores(), parts.rows(), isNumbers));
        if (parts.name().equals("test")) {
            other("val", data.val, columns, isNumbers);
            other("train", data.train, columns, isNumbers);
        }
        var guess = baseline(isNumbers);
        if (!guess.isEmpty()) {
            columns.put(isNumbers ? "always-the-mean" : "always-most-frequent", guess);
        }
        var head = new ArrayList<>(List.of("score"));
        head.addAll(columns.keySet());
        var rows = new ArrayList<List<String>>();
        for (String score : columns.get(parts.name()).keySet()) {
            var row = new ArrayList<>(List.of(score));
            columns.values()
                    .forEach(
                            scores -> {
                                double value = scores.getOrDefault(score, Double.NaN);
                                row.add(
                                        scores.containsKey(score) || scores != guess
                                                ? Numbers.score(value)
                                                : "");
                            });
            rows.add(row);
        }
        card.table(head, rows);
    }

    private Map<String, Double> baseline(boolean isNumbers) {
        var guess = new LinkedHashMap<String, Double>();
        if (isNumbers && !data.train.isEmpty() && data.train.targets().size() == 1) {
            put(
                    guess,
                    NumberScores.ofMeans(
                            Predict.original(data, data.train.y),
                            data.train.rows(),
                            Predict.original(data, parts.rows().y),
                            parts.rows().rows()));
        }
        if (counted.classes().size() > 1) {
            judged.names().stream()
                    .filter(EvaluationCard::isAccuracy)
                    .forEach(name -> guess.put(name, counted.mostFrequent()));
        }
        return guess;
    }

    private void other(
            String name, Dataset rows, Map<String, Map<String, Double>> to, boolean isNumbers) {
        if (!rows.isEmpty() && !rows.targets().isEmpty()) {
            to.put(
                    name,
                    withNumbers(
                            model.training().evaluate(rows, line.batchSize()).scores(),
                            rows,
                            isNumbers));
        }
    }

    private Map<String, Double> withNumbers(
            Map<String, Double> scores, Dataset rows, boolean isNumbers) {
        if (!isNumbers) {
            return scores;
        }
        var all = new LinkedHashMap<>(scores);
        var said = rows == parts.rows() ? predictions : model.predict(rows);
        put(
                all,
                NumberScores.of(
                        Predict.original(data, said), Predict.original(data, rows.y), rows.rows()));
        return all;
    }

    private static void put(Map<String, Double> to, NumberScores scores) {
        to.put("mae", scores.mae());
        to.put("rmse", scores.rmse());
        to.put("r2", scores.r2());
    }

    private static boolean isAccuracy(String score) {
        return score.equals("acc") || score.endsWith("accuracy");
    }

    private void numbers(CardLines card) {
        if (Predict.original(data, predictions) != predictions) {
            card.line(
                    "",
                    "mae and rmse are in the unit of "
                            + String.join(", ", data.targets())
                            + "; the loss is that of the standardised target.");
        }
        var charts = new JudgingPlots(data, parts.name(), parts.rows(), predictions);
        card.add(
                new Block.Plots(
                        List.of(charts.plot("predicted"), charts.plot("errors")), Size.HALF));
    }

    // ---- classes

    private void classes(CardLines card) {
        var confusion = ConfusionTable.of(counted.classes(), counted.counts());
        Grid grid =
                (line.confusion() == Evaluate.Confusion.PERCENT ? confusion.inPercent() : confusion)
                        .grid();
        int classes = counted.classes().size();
        var all = IntStream.range(0, classes).boxed().toList();
        if (classes > TOGETHER) {
            card.add(new Block.Shown(grid));
            card.add(new Block.Shown(byClass(all)));
            return;
        }
        var columns = new ArrayList<Column>();
        for (Column column : grid.columns()) {
            var cells = new ArrayList<>(column.cells());
            cells.add(Cell.of(columns.isEmpty() ? "macro" : " "));
            columns.add(column.withCells(cells));
        }
        columns.addAll(byClass(all).columns().subList(1, 5));
        card.add(new Block.Shown(new Grid("", columns)));
    }

    /// The classes that come off worst, and all of them as a picture.
    private void manyClasses(CardLines card) {
        var worst =
                IntStream.range(0, counted.classes().size())
                        .boxed()
                        .sorted(Comparator.comparingDouble(counted::f1))
                        .limit(WORST)
                        .toList();
        card.add(
                new Block.Shown(
                        byClass(worst)
                                .withFooter(
                                        "the "
                                                + WORST
                                                + " worst of "
                                                + Numbers.count(counted.classes().size())
                                                + " classes; all are in report.perClass()")));
        card.add(
                new Block.Plots(
                        List.of(HeatPlot.confusion(counted.classes(), counted.counts())), HEAT));
    }

    private Grid byClass(List<Integer> labels) {
        var names = new ArrayList<String>();
        var precision = new ArrayList<String>();
        var recall = new ArrayList<String>();
        var f1 = new ArrayList<String>();
        var count = new ArrayList<String>();
        for (int label : labels) {
            names.add(counted.classes().get(label));
            precision.add(Numbers.score(counted.precision(label)));
            recall.add(Numbers.score(counted.recall(label)));
            f1.add(Numbers.score(counted.f1(label)));
            count.add(Numbers.count(counted.rows(label)));
        }
        names.add("macro");
        precision.add(Numbers.score(counted.mean(counted::precision)));
        recall.add(Numbers.score(counted.mean(counted::recall)));
        f1.add(Numbers.score(counted.mean(counted::f1)));
        count.add(Numbers.count(counted.rows()));
        return new Grid(
                "",
                List.of(
                        Column.words("class", names),
                        Column.written("precision", precision),
                        Column.written("recall", recall),
                        Column.written("f1", f1),
                        Column.written("n", count)));
    }

    /// Two classes: the area under the ROC curve, and what other thresholds would give.
    private void thresholds(CardLines card) {
        var scores = new ArrayList<Double>();
        var isTrue = new ArrayList<Boolean>();
        int column = predictions.rowSize() == 1 ? 0 : 1;
        for (int row = 0; row < parts.rows().rows(); row++) {
            scores.add((double) predictions.get(row, column));
            isTrue.add(Judged.label(parts.rows().y, row) == 1);
        }
        var question = new ThresholdCurves(counted.classes().get(1), scores, isTrue);
        if (!question.hasBoth()) {
            return;
        }
        var rows = new ArrayList<List<String>>();
        for (double threshold : new double[] {0.3, HALF}) {
            rows.add(row(Numbers.of(threshold), question.at(threshold)));
        }
        double best = question.bestThreshold();
        rows.add(row(Numbers.of(best) + " (best f1)", question.at(best)));
        card.line("AUC", Numbers.score(question.roc().area()) + "   (0.5 is no skill)");
        card.add(
                new Block.Shown(
                        new Grid(
                                "",
                                IntStream.range(0, 4)
                                        .mapToObj(
                                                place ->
                                                        Column.written(
                                                                List.of(
                                                                                "threshold for "
                                                                                        + question
                                                                                                .name(),
                                                                                "precision",
                                                                                "recall",
                                                                                "f1")
                                                                        .get(place),
                                                                rows.stream()
                                                                        .map(row -> row.get(place))
                                                                        .toList()))
                                        .toList())));
    }

    private static List<String> row(String threshold, ThresholdCurves.Scores scores) {
        return List.of(
                threshold,
                Numbers.score(scores.precision()),
                Numbers.score(scores.recall()),
                Numbers.score(scores.f1()));
    }

    /// `8 taken for 1 (4 times), 9 for 4 (2)`.
    private Optional<String> confused() {
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
}
