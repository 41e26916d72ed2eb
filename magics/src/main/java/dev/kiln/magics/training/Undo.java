package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.Session;
import dev.kiln.magics.session.Trail;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `%undo`: takes the last steps back.
@Doc(
        value =
                "takes back the last %data, %%model, %compile, %fit or %runs restore; a number takes back more, list shows"
                        + " them, redo does them again",
        example = "%undo 2")
public record Undo(@Words(most = 1) List<Object> words) implements Magic {
    public Undo() {
        this(List.of());
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        Object word = words.isEmpty() ? 1 : words.getFirst();
        switch (word) {
            case Call(String name, var _, var _) when name.equals("list") ->
                    list(session, notebook);
            case Call(String name, var _, var _) when name.equals("redo") ->
                    again(session, notebook);
            case Number number
                    when number.intValue() >= 1 && number.doubleValue() == number.intValue() ->
                    back(number.intValue(), session, notebook);
            default ->
                    throw new UserError(
                            "E103",
                            "%undo takes a number from 1, list or redo, not "
                                    + Conversion.text(word)
                                    + ".",
                            "Type: %undo");
        }
        return null;
    }

    private static void back(int count, Session session, Notebook notebook) {
        int possible = session.trail().steps().size();
        if (possible == 0) {
            throw new UserError(
                    "E192",
                    "there is nothing to take back; Java statements are not undone.",
                    "Type: %undo list");
        }
        if (count > possible) {
            throw new UserError(
                    "E192",
                    "only "
                            + possible
                            + (possible == 1 ? " step" : " steps")
                            + " can be taken back, not "
                            + count
                            + ".",
                    "Type: %undo " + possible);
        }
        var card = new CardLines();
        for (int i = 0; i < count; i++) {
            Optional<Run> before = session.current();
            Trail.Step step = session.undo().orElseThrow();
            card.line("", "Undone: " + firstLine(step.line()) + run(step, before) + ".");
        }
        tell(session, notebook, card);
    }

    private static void again(Session session, Notebook notebook) {
        Trail.Step step =
                session.redo()
                        .orElseThrow(
                                () ->
                                        new UserError(
                                                "E192",
                                                "there is nothing to do again.",
                                                "Type: %undo list"));
        tell(
                session,
                notebook,
                new CardLines().line("", "Done again: " + firstLine(step.line()) + "."));
    }

    private static String run(Trail.Step step, Optional<Run> run) {
        return step.line().startsWith("%fit") && run.isPresent()
                ? " (run " + run.get().number() + ")"
                : "";
    }

    /// Sets the Java variables and says how things stand.
    private static void tell(Session session, Notebook notebook, CardLines card) {
        session.data().ifPresent(data -> Declared.set(notebook, "data", data, "the data set"));
        session.model().ifPresent(model -> Declared.set(notebook, "model", model, "the model"));
        session.current()
                .ifPresent(
                        run -> {
                            Declared.set(notebook, "history", run.history(), "the history");
                            Declared.set(notebook, "run", run, "the run");
                        });
        card.line("data", session.data().map(data -> session.dataLine()).orElse("none"));
        card.line(
                "model",
                session.model()
                        .map(model -> session.modelName() + ", " + state(session))
                        .orElse("none"));
        notebook.show(card.line("", "Runs stay in %runs. Java statements are not undone.").card());
    }

    private static String state(Session session) {
        var training = session.needModel().training();
        return session.current()
                .map(run -> "as after run " + run.number())
                .orElse(
                        !training.isCompiled()
                                ? "not compiled"
                                : training.steps() == 0 ? "not trained" : "trained");
    }

    private static void list(Session session, Notebook notebook) {
        var rows = new ArrayList<List<String>>();
        int number = 1;
        for (Trail.Step step : session.trail().steps()) {
            rows.add(List.of("%undo " + number++, firstLine(step.line())));
        }
        for (Trail.Step step : session.trail().undone()) {
            rows.add(List.of("%undo redo", firstLine(step.line())));
        }
        if (rows.isEmpty()) {
            notebook.show(new CardLines().line("", "Nothing to take back yet.").card());
            return;
        }
        notebook.show(
                new CardLines()
                        .table(List.of("type", "takes back, or does again"), rows)
                        .line("", "Java statements are not undone.")
                        .card());
    }

    private static String firstLine(String line) {
        return line.lines().findFirst().orElse("");
    }
}
