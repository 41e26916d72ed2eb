package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;
import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.Runs;
import dev.kiln.magics.session.Session;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `%runs`: every fit of the session.
@Doc(
        value =
                "lists all fits; shows one again, compares, restores weights (restore 3 best), names, drops, sorts"
                        + " (best val_accuracy), saves; earlier sessions' fits (earlier, earlier 1)",
        example = "%runs compare 1 3")
public record ShowRuns(@Words(most = 12) List<Object> words) implements Magic {
    private static final List<String> ACTIONS =
            List.of("compare", "restore", "best", "name", "drop", "save", "earlier");

    public ShowRuns() {
        this(List.of());
    }

    @Override
    public boolean changesSession() {
        return action().equals("restore");
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) throws Exception {
        Runs runs = session.runs();
        Declared.set(notebook, "runs", runs, "the list of runs");
        if (action().equals("earlier")) {
            return earlier(session, notebook);
        }
        if (runs.isEmpty()) {
            boolean isFirst = EarlierRuns.of(session, notebook).records().isEmpty();
            throw new UserError(
                    "E181",
                    "no run yet.",
                    "Type: %fit epochs=10"
                            + (isFirst
                                    ? ""
                                    : "   or, for fits of earlier sessions: %runs earlier"));
        }
        if (words.isEmpty()) {
            notebook.show(RunsCard.table(runs, session.current().orElse(null)).card());
            return runs;
        }
        if (words.getFirst() instanceof Number) {
            Run run = number(runs, 0);
            notebook.show(run.card().orElseGet(() -> new Drawing().show(run.history().table())));
            return run;
        }
        return switch (action()) {
            case "compare" -> compare(session, notebook);
            case "restore" -> restore(session, notebook);
            case "best" -> sorted(session, notebook);
            case "name" -> rename(session, notebook);
            case "drop" -> drop(session, notebook);
            case "save" -> save(runs, notebook);
            default ->
                    throw new UserError(
                                    "E102",
                                    "%runs has no option "
                                            + Conversion.text(words.getFirst())
                                            + "."
                                            + Names.question(
                                                    Conversion.text(words.getFirst()), ACTIONS),
                                    "Type: %runs   or one of: " + String.join(", ", ACTIONS) + ".")
                            .naming(Conversion.text(words.getFirst()), ACTIONS);
        };
    }

    private String action() {
        return words.isEmpty() ? "" : word(0);
    }

    private String word(int place) {
        return place >= words.size()
                ? ""
                : words.get(place) instanceof Call call
                        ? call.name()
                        : Conversion.text(words.get(place));
    }

    private @Nullable Object earlier(Session session, Notebook notebook) {
        var earlier = EarlierRuns.of(session, notebook);
        if (words.size() == 1) {
            notebook.show(earlier.table());
            return earlier.records();
        }
        if (words.size() == 2 && words.get(1) instanceof Number number) {
            var run = earlier.number(number.intValue());
            notebook.show(EarlierRuns.card(run));
            return run.history();
        }
        throw new UserError(
                "E103",
                "%runs earlier takes a number of its table, not " + word(words.size() - 1) + ".",
                "Type: %runs earlier 1");
    }

    private Run number(Runs runs, int place) {
        if (place < words.size() && words.get(place) instanceof Number number) {
            return runs.number(number.intValue());
        }
        throw new UserError(
                "E103",
                "%runs "
                        + action()
                        + " takes the number of a run"
                        + (place < words.size() ? ", not " + Conversion.text(words.get(place)) : "")
                        + ".",
                "Type: %runs " + action() + " " + runs.getLast().number());
    }

    private Object compare(Session session, Notebook notebook) {
        var chosen = new ArrayList<Run>();
        for (int i = 1; i < words.size(); i++) {
            chosen.add(number(session.runs(), i));
        }
        if (chosen.size() < 2) {
            throw new UserError(
                    "E103",
                    "%runs compare takes the numbers of two runs or more.",
                    "Type: %runs compare "
                            + session.runs().getFirst().number()
                            + " "
                            + session.runs().getLast().number());
        }
        notebook.show(RunsCard.comparison(chosen).card());
        return chosen;
    }

    private Object restore(Session session, Notebook notebook) {
        Run run = number(session.runs(), 1);
        boolean isBest = word(2).equals("best");
        if (words.size() > 3 || (words.size() == 3 && !isBest && !word(2).equals("last"))) {
            throw new UserError(
                    "E103",
                    "%runs restore takes a number and best or last, not "
                            + word(words.size() - 1)
                            + ".",
                    "Type: %runs restore " + run.number() + " best");
        }
        var weights =
                (isBest ? run.bestWeights() : run.lastWeights())
                        .orElseThrow(
                                () ->
                                        new UserError(
                                                "E181",
                                                "the weights of run "
                                                        + run.number()
                                                        + " were dropped; those of the newest runs are kept.",
                                                "Train again: %fit fresh epochs="
                                                        + run.history().epochs().size()));
        run.model().weights().set(weights);
        if (session.model().orElse(null) != run.model()) {
            session.setModel(run.model(), run.modelName());
            Declared.set(notebook, "model", run.model(), "the model");
        }
        session.settle(run);
        int epoch =
                isBest
                        ? run.best().map(place -> run.history().epochs().get(place) + 1).orElse(0)
                        : 0;
        notebook.show(
                new CardLines()
                        .line(
                                "",
                                "The model has the weights of run "
                                        + run.number()
                                        + (isBest
                                                ? ", epoch " + epoch + " (its best)."
                                                : ", as it ended."))
                        .next("%evaluate")
                        .card());
        return run.model();
    }

    private Object sorted(Session session, Notebook notebook) {
        Runs runs = session.runs();
        String score = words.size() > 1 ? word(1) : runs.getLast().monitor();
        if (!runs.scores().contains(score)) {
            throw new UserError(
                            "E152",
                            "no run has a score "
                                    + score
                                    + "."
                                    + Names.question(score, runs.scores()),
                            "Logged: " + String.join(", ", runs.scores()) + ".")
                    .naming(score, runs.scores());
        }
        Comparator<Run> smallest = Comparator.comparingDouble(run -> run.atBest(score));
        var order =
                RunsCard.higherIsBetter(score)
                        ? Comparator.<Run>comparingDouble(
                                        run ->
                                                Double.isNaN(run.atBest(score))
                                                        ? Double.NEGATIVE_INFINITY
                                                        : run.atBest(score))
                                .reversed()
                        : smallest;
        var sorted = runs.stream().sorted(order).toList();
        notebook.show(RunsCard.table(runs, sorted, session.current().orElse(null)).card());
        return sorted.getFirst();
    }

    private Object rename(Session session, Notebook notebook) {
        Run run = number(session.runs(), 1);
        if (word(2).isBlank()) {
            throw new UserError(
                    "E103",
                    "%runs name takes a number and a name.",
                    "Type: %runs name " + run.number() + " \"wide\"");
        }
        run.rename(word(2));
        notebook.show(RunsCard.table(session.runs(), session.current().orElse(null)).card());
        return run;
    }

    private @Nullable Object drop(Session session, Notebook notebook) {
        Run run = number(session.runs(), 1);
        session.forget(run);
        notebook.show(
                new CardLines().line("", "Dropped " + run + ". The model is as it was.").card());
        return null;
    }

    private Object save(Runs runs, Notebook notebook) {
        if (word(1).isBlank()) {
            throw new UserError(
                    "E103", "%runs save takes a file name.", "Type: %runs save \"runs.csv\"");
        }
        Path file = notebook.folder().resolve(word(1));
        try {
            runs.table().write().csv(file.toFile());
        } catch (RuntimeException e) {
            throw new UserError(
                    "E191",
                    "the runs could not be written to " + file + ": " + e.getMessage() + ".",
                    "Choose a folder that exists: %runs save \"runs.csv\"",
                    e);
        }
        notebook.show(
                new CardLines()
                        .line(
                                "",
                                "Saved "
                                        + runs.size()
                                        + (runs.size() == 1 ? " run" : " runs")
                                        + " to "
                                        + word(1)
                                        + ".")
                        .card());
        return runs;
    }
}
