package dev.kiln.magics.drawing.table;

import dev.kiln.magics.output.Bars;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Times;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// All fits of a session: what changed from one to the next and what came of it. The best score of
/// each column stands out.
///
/// @param scores names of the scores, for example `val_loss`, `val_accuracy`
/// @param better for each score, whether a higher one is better
/// @param runs   in order
public record RunTable(List<String> scores, List<Boolean> better, List<Run> runs) {
    private static final int CURVE = 8;

    /// A fit.
    ///
    /// @param number  from 1
    /// @param current whether its weights are in the model now
    /// @param name    may be empty
    /// @param changed against the run before; may be empty
    /// @param best    the best epoch; 0 for none
    /// @param scores  at the best epoch, one for each name; not-a-number where it has none
    /// @param losses  by epoch
    /// @param end     for example `done`, `stopped`
    public record Run(
            int number,
            boolean current,
            String name,
            String changed,
            long parameters,
            int epochs,
            int best,
            List<Double> scores,
            Duration time,
            List<Double> losses,
            String end) {
        public Run {
            scores = List.copyOf(scores);
            losses = List.copyOf(losses);
        }
    }

    public RunTable {
        scores = List.copyOf(scores);
        better = List.copyOf(better);
        runs = List.copyOf(runs);
        for (Run run : runs) {
            if (run.scores().size() != scores.size() || better.size() != scores.size()) {
                throw new IllegalArgumentException(
                        "run " + run.number() + " has not one value for each score");
            }
        }
    }

    public Grid grid() {
        List<Column> columns = new ArrayList<>();
        columns.add(
                Column.written(
                        "run",
                        runs.stream()
                                .map(run -> (run.current() ? "*" : "") + run.number())
                                .toList()));
        columns.add(Column.words("name", runs.stream().map(run -> blank(run.name())).toList()));
        columns.add(
                Column.words(
                        "what changed", runs.stream().map(run -> blank(run.changed())).toList()));
        columns.add(
                Column.written(
                        "params",
                        runs.stream().map(run -> Numbers.count(run.parameters())).toList()));
        columns.add(
                Column.written(
                        "epochs", runs.stream().map(run -> Numbers.count(run.epochs())).toList()));
        columns.add(
                Column.words(
                        "best",
                        runs.stream()
                                .map(run -> run.best() == 0 ? "" : "ep " + run.best())
                                .toList()));
        for (int i = 0; i < scores.size(); i++) {
            columns.add(score(i));
        }
        columns.add(
                Column.written("time", runs.stream().map(run -> Times.clock(run.time())).toList()));
        columns.add(
                Column.words(
                        "loss curve",
                        runs.stream().map(run -> Bars.sparkline(run.losses(), CURVE)).toList()));
        columns.add(Column.words("end", runs.stream().map(Run::end).toList()));
        return new Grid("", columns);
    }

    private Column score(int index) {
        double best = Double.NaN;
        for (Run run : runs) {
            double value = run.scores().get(index);
            boolean wins = better.get(index) ? value > best : value < best;
            best = Double.isNaN(best) || wins ? value : best;
        }
        List<Cell> cells = new ArrayList<>();
        for (Run run : runs) {
            double value = run.scores().get(index);
            Cell cell = Cell.of(Double.isNaN(value) ? "" : Numbers.score(value));
            cells.add(value == best && runs.size() > 1 ? cell.inBold() : cell);
        }
        return new Column(scores.get(index), "", true, cells);
    }

    /// Nothing to say is no missing value.
    private static String blank(String text) {
        return text.isEmpty() ? " " : text;
    }
}
