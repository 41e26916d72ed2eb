package dev.kiln.magics.training;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.card.EpochRow;
import dev.kiln.magics.drawing.card.FitProgress;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Messages;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.output.Times;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.RunRecord;
import dev.kiln.magics.session.RunRecords;
import dev.kiln.magics.session.Session;

import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Fits of other sessions, from their records.
///
/// @param records the newest first
record EarlierRuns(List<RunRecord> records) {
    private static final int MOST = 20;
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                    .withZone(ZoneId.systemDefault());

    static EarlierRuns of(Session session, Notebook notebook) {
        if (notebook.records().isEmpty()) {
            return new EarlierRuns(List.of());
        }
        RunRecords kept = new RunRecords(notebook.records().get());
        try {
            RunRecords.Found found = kept.earlier(session.id());
            if (!found.damaged().isEmpty()) {
                notebook.show(
                        Messages.note(
                                found.damaged().size()
                                        + " files in "
                                        + kept.folder()
                                        + " hold no run, the first is "
                                        + found.damaged().getFirst().getFileName()
                                        + "."));
            }
            return new EarlierRuns(found.records());
        } catch (IOException e) {
            throw new UserError(
                    "E181",
                    "the runs of earlier sessions cannot be read from "
                            + kept.folder()
                            + ": "
                            + e.getMessage()
                            + ".",
                    "Make the folder readable, or type: %runs",
                    e);
        }
    }

    Output table() {
        if (records.isEmpty()) {
            throw new UserError(
                    "E181", "there is no run of an earlier session.", "Type: %fit epochs=10");
        }
        var rows = new ArrayList<List<String>>();
        for (int i = 0; i < Math.min(MOST, records.size()); i++) {
            RunRecord run = records.get(i);
            rows.add(
                    List.of(
                            String.valueOf(i + 1),
                            WHEN.format(run.began()),
                            run.folder(),
                            run.name(),
                            Numbers.count(run.parameters()),
                            Numbers.count(run.history().epochs().size()),
                            best(run).isEmpty()
                                    ? ""
                                    : run.monitor() + " " + Numbers.score(value(run)),
                            Times.clock(run.took()),
                            run.end().equals("running") ? "kernel ended" : run.end()));
        }
        var card =
                new CardLines()
                        .title(
                                "runs of earlier sessions",
                                Numbers.count(records.size())
                                        + (records.size() > MOST ? ", the newest " + MOST : ""))
                        .table(
                                List.of(
                                        "no.", "began", "folder", "name", "params", "epochs",
                                        "best", "time", "end"),
                                rows);
        return card.next("%runs earlier 1").card();
    }

    /// @param number in the table, from 1
    RunRecord number(int number) {
        if (number < 1 || number > records.size()) {
            throw new UserError(
                    "E181",
                    "there is no earlier run " + number + ".",
                    records.isEmpty()
                            ? "Type: %fit epochs=10"
                            : "Type: %runs earlier   shows 1 to "
                                    + Math.min(MOST, records.size())
                                    + ".");
        }
        return records.get(number - 1);
    }

    private static OptionalInt best(RunRecord run) {
        if (!run.history().names().contains(run.monitor())) {
            return OptionalInt.empty();
        }
        double[] values = run.history().byEpoch(run.monitor());
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && (best < 0 || values[i] < values[best])) {
                best = i;
            }
        }
        return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    private static double value(RunRecord run) {
        return run.history().byEpoch(run.monitor())[best(run).orElse(0)];
    }

    /// The card of the finished fit, drawn from its record.
    static Output card(RunRecord run) {
        var names = FitView.ordered(run.history().names());
        var epochs = run.history().epochs();
        var rows = new ArrayList<EpochRow>();
        for (int place = 0; place < epochs.size(); place++) {
            var values = new ArrayList<Double>();
            for (String name : names) {
                values.add(run.history().byEpoch(name)[place]);
            }
            rows.add(
                    new EpochRow(
                            epochs.get(place) + 1,
                            values,
                            place < run.paces().size()
                                    ? Optional.of(run.paces().get(place).took())
                                    : Optional.empty(),
                            Set.of()));
        }
        Run.Pace last = run.paces().isEmpty() ? null : run.paces().getLast();
        var progress =
                new FitProgress(
                        "run " + run.number(),
                        run.name(),
                        epochs.isEmpty() ? 1 : epochs.getLast() + 1,
                        run.planned(),
                        last == null ? 0 : last.steps(),
                        last == null ? 1 : Math.max(1, last.steps()),
                        run.took(),
                        Optional.empty(),
                        false,
                        Double.NaN,
                        last == null ? Double.NaN : last.learningRate(),
                        names,
                        rows,
                        run.monitor(),
                        best(run).isPresent()
                                ? OptionalInt.of(epochs.get(best(run).getAsInt()) + 1)
                                : OptionalInt.empty(),
                        0);
        var said = new LinkedHashMap<>(run.settings());
        said.values().removeIf(String::isBlank);
        String settings =
                String.join(
                        ", ",
                        said.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .toList());
        return new Drawing()
                .fit()
                .finished(
                        progress,
                        run.headline().isEmpty()
                                ? "never ended: its kernel did, after "
                                        + epochs.size()
                                        + (epochs.size() == 1 ? " epoch." : " epochs.")
                                : run.headline(),
                        List.of(
                                "Began "
                                        + WHEN.format(run.began())
                                        + " in "
                                        + run.folder()
                                        + ". Its weights went with its session.",
                                settings));
    }
}
