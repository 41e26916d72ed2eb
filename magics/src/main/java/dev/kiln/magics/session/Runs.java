package dev.kiln.magics.session;

import dev.kiln.catalog.UserError;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Every fit of the session, in order; it grows with every fit.
public final class Runs extends AbstractList<Run> {
    private final List<Run> runs;

    Runs(List<Run> runs) {
        this.runs = runs;
    }

    @Override
    public Run get(int index) {
        return runs.get(index);
    }

    @Override
    public int size() {
        return runs.size();
    }

    /// The run of a number.
    ///
    /// @throws UserError E181 where there is none
    public Run number(int number) {
        return runs.stream()
                .filter(run -> run.number() == number)
                .findFirst()
                .orElseThrow(
                        () ->
                                runs.isEmpty()
                                        ? new UserError(
                                                "E181", "no run yet.", "Type: %fit epochs=10")
                                        : new UserError(
                                                "E181",
                                                "there is no run " + number + ".",
                                                "Runs: "
                                                        + runs.stream()
                                                                .map(
                                                                        run ->
                                                                                String.valueOf(
                                                                                        run
                                                                                                .number()))
                                                                .collect(Collectors.joining(", "))
                                                        + "."));
    }

    /// The run before another one; empty for the first.
    public Optional<Run> before(Run run) {
        int place = runs.indexOf(run);
        return place <= 0 ? Optional.empty() : Optional.of(runs.get(place - 1));
    }

    /// One row a run: its number, name, what changed, epochs, seconds, and the scores of its best epoch.
    public Table table() {
        var number = IntColumn.create("run");
        var name = StringColumn.create("name");
        var changed = StringColumn.create("what changed");
        var parameters = DoubleColumn.create("params");
        var epochs = IntColumn.create("epochs");
        var best = IntColumn.create("best epoch");
        var seconds = DoubleColumn.create("seconds");
        var end = StringColumn.create("end");
        for (Run run : runs) {
            number.append(run.number());
            name.append(run.name());
            changed.append(before(run).map(run::changesSince).orElse("-"));
            parameters.append(run.parameters());
            epochs.append(run.history().epochs().size());
            if (run.best().isPresent()) {
                best.append(run.history().epochs().get(run.best().get()) + 1);
            } else {
                best.appendMissing();
            }
            seconds.append(run.took().toNanos() / 1e9);
            end.append(run.end());
        }
        var table =
                Table.create("runs", number, name, changed, parameters, epochs, best, seconds, end);
        for (String score : scores()) {
            var column = DoubleColumn.create(score);
            runs.forEach(run -> column.append(run.atBest(score)));
            table.addColumns(column);
        }
        return table;
    }

    /// Every score of any run, in the order of their histories.
    public List<String> scores() {
        return runs.stream().flatMap(run -> run.history().names().stream()).distinct().toList();
    }
}
