package dev.kiln.magics.training;

import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.Plot;
import dev.kiln.magics.drawing.chart.RunsPlot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.drawing.table.Cell;
import dev.kiln.magics.drawing.table.Column;
import dev.kiln.magics.drawing.table.Grid;
import dev.kiln.magics.output.Bars;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Times;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.Runs;
import dev.kiln.metrics.Direction;
import dev.kiln.metrics.Metrics;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/// The table of runs, and of the settings in which some differ with their curves.
final class RunsCard {
    private static final int CURVE = 8;
    private static final int SCORES = 2;

    private RunsCard() {}

    static CardLines table(Runs runs, @Nullable Run current) {
        return table(runs, runs, current);
    }

    /// @param shown in the order in which they stand
    static CardLines table(Runs runs, List<Run> shown, @Nullable Run current) {
        var columns = new ArrayList<Column>();
        columns.add(words("run", shown, run -> (run == current ? "*" : " ") + run.number()));
        columns.add(words("name", shown, Run::name));
        columns.add(
                words(
                        "what changed",
                        shown,
                        run -> runs.before(run).map(run::changesSince).orElse("-")));
        columns.add(numbers("params", shown, run -> Numbers.count(run.parameters())));
        columns.add(numbers("epochs", shown, run -> Numbers.count(run.history().epochs().size())));
        columns.add(
                words(
                        "best",
                        shown,
                        run ->
                                run.best()
                                        .map(
                                                place ->
                                                        "ep "
                                                                + (run.history().epochs().get(place)
                                                                        + 1))
                                        .orElse("")));
        scores(shown).forEach(score -> columns.add(score(score, shown)));
        columns.add(numbers("time", shown, run -> Times.clock(run.took())));
        columns.add(words("end", shown, Run::end));
        columns.add(
                words(
                        "loss curve",
                        shown,
                        run ->
                                run.history().names().contains("loss")
                                        ? Bars.sparkline(
                                                Arrays.stream(run.history().get("loss"))
                                                        .boxed()
                                                        .toList(),
                                                CURVE)
                                        : ""));
        var card = new CardLines().add(new Block.Shown(new Grid("", columns)));
        return current == null ? card : card.line("", "* = the weights now in model");
    }

    private static Column words(String name, List<Run> runs, Function<Run, String> cell) {
        return Column.words(name, runs.stream().map(cell).toList());
    }

    private static Column numbers(String name, List<Run> runs, Function<Run, String> cell) {
        return Column.written(name, runs.stream().map(cell).toList());
    }

    /// What is monitored, and the first metric's counterpart.
    private static List<String> scores(List<Run> runs) {
        var chosen = new ArrayList<String>();
        for (Run run : runs) {
            String monitor = run.monitor();
            String prefix = monitor.startsWith("val_") ? "val_" : "";
            run.history().names().stream()
                    .filter(name -> name.startsWith("val_") == !prefix.isEmpty())
                    .sorted((a, b) -> Boolean.compare(!a.equals(monitor), !b.equals(monitor)))
                    .limit(SCORES)
                    .filter(name -> !chosen.contains(name))
                    .forEach(chosen::add);
        }
        return chosen;
    }

    /// A score of every run's best epoch, the best of them marked.
    private static Column score(String score, List<Run> runs) {
        DoubleStream known =
                runs.stream().mapToDouble(run -> run.atBest(score)).filter(Double::isFinite);
        double best = (higherIsBetter(score) ? known.max() : known.min()).orElse(Double.NaN);
        var cells =
                runs.stream()
                        .map(
                                run -> {
                                    double value = run.atBest(score);
                                    Cell cell =
                                            Cell.of(
                                                    Double.isNaN(value)
                                                            ? ""
                                                            : Numbers.score(value));
                                    return value == best && runs.size() > 1 ? cell.inBold() : cell;
                                })
                        .toList();
        return new Column(score, "", true, cells);
    }

    static boolean higherIsBetter(String score) {
        String name = score.startsWith("val_") ? score.substring("val_".length()) : score;
        return Metrics.isAccuracy(name)
                || Metrics.CATALOG
                        .find(name)
                        .filter(entry -> entry.prototype().direction() == Direction.UP)
                        .isPresent();
    }

    /// Only the settings in which the runs differ, and their scores.
    static CardLines comparison(List<Run> runs) {
        var keys =
                runs.stream()
                        .flatMap(run -> run.settings().keySet().stream())
                        .distinct()
                        .sorted()
                        .toList();
        var rows = new ArrayList<List<String>>();
        for (String key : keys) {
            var values = runs.stream().map(run -> run.settings().getOrDefault(key, "-")).toList();
            if (values.stream().distinct().count() > 1) {
                rows.add(row(key, values));
            }
        }
        var names =
                runs.stream().flatMap(run -> run.history().names().stream()).distinct().toList();
        for (String score : names) {
            rows.add(
                    row(
                            score + " (best epoch)",
                            runs.stream()
                                    .map(
                                            run ->
                                                    Double.isNaN(run.atBest(score))
                                                            ? ""
                                                            : Numbers.score(run.atBest(score)))
                                    .toList()));
        }
        rows.add(row("time", runs.stream().map(run -> Times.clock(run.took())).toList()));
        var head = new ArrayList<>(List.of("setting"));
        runs.forEach(run -> head.add("run " + run.number()));
        return new CardLines()
                .title(
                        "runs "
                                + String.join(
                                        ", ",
                                        runs.stream()
                                                .map(run -> String.valueOf(run.number()))
                                                .toList()),
                        "only what differs")
                .table(head, rows)
                .add(new Block.Plots(overlays(runs), Size.HALF));
    }

    /// The scores that the runs are compared by, a line for each run.
    private static List<Plot> overlays(List<Run> runs) {
        return scores(runs).stream()
                .limit(SCORES)
                .<Plot>map(
                        score ->
                                new RunsPlot(
                                        score,
                                        "epoch",
                                        runs.stream()
                                                .filter(
                                                        run ->
                                                                run.history()
                                                                        .names()
                                                                        .contains(score))
                                                .map(run -> byEpoch(run, score))
                                                .toList()))
                .toList();
    }

    /// Epochs in which the score was not taken are left out.
    private static Curve byEpoch(Run run, String score) {
        double[] values = run.history().byEpoch(score);
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                x.add(run.history().epochs().get(i) + 1.0);
                y.add(values[i]);
            }
        }
        return new Curve("run " + run.number(), x, y);
    }

    private static List<String> row(String name, List<String> values) {
        var row = new ArrayList<>(List.of(name));
        row.addAll(values);
        return row;
    }
}
