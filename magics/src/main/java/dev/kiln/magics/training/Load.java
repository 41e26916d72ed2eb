package dev.kiln.magics.training;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.events.History;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// `%load`: a model from a file of Kiln's or Keras'.
@Doc(
        value =
                "a model from a .keras or .h5 file, or weights from .weights.h5 into the model at hand",
        example = "%load \"iris.keras\"")
public record Load(
        @Words(most = 1) List<Object> words,
        @Doc(value = "name of a Java variable besides model", example = "trained")
                @Nullable String as)
        implements Magic {
    public Load() {
        this(List.of(), null);
    }

    @Override
    public boolean changesSession() {
        return true;
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        if (words.isEmpty()) {
            throw new UserError(
                    "E190", "%load needs the name of a file.", "Type: %load \"model.keras\"");
        }
        String name = ModelPlaces.name(words.getFirst());
        Path file = ModelPlaces.resolve(notebook, name);
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".weights.h5")) {
            return weights(session, notebook, name, file);
        }
        if (!lower.endsWith(".keras") && !lower.endsWith(".h5") && !lower.endsWith(".hdf5")) {
            throw new UserError(
                    "E190",
                    name + " is neither a model nor source, by its name.",
                    "Type: %load \"model.keras\"   or .h5 for a model, .jshell .java .jsh .ipynb to run source.");
        }
        var loaded = ModelFiles.find().load(file);
        Model model = loaded.model();
        // All of the file is read before anything of it is kept.
        var history = ModelFacts.history(loaded.facts()).orElse(null);
        var prepared = ModelFacts.data(loaded.facts()).orElse(null);
        session.setModel(model, ModelFacts.name(loaded.facts(), model.name()));
        Declared.set(notebook, "model", model, "the model");
        if (as != null) {
            Declared.set(notebook, as, model, "the model");
        }
        data(session, notebook, prepared, ModelFacts.dataLine(loaded.facts()));
        if (history != null) {
            Declared.set(notebook, "history", history, "the history");
        }
        notebook.show(card(session, model, history).card());
        loaded.notes().forEach(note -> Declared.note(notebook, note));
        return model;
    }

    private static Model weights(Session session, Notebook notebook, String name, Path file) {
        Model model = session.needModel();
        ModelFiles.find().loadWeights(model, file);
        notebook.show(
                new CardLines()
                        .title(
                                session.modelName(),
                                Numbers.count(model.weights().size()) + " weights from " + name)
                        .card());
        return model;
    }

    /// Rows that are there stay; the model's preparation is enough to predict on raw rows.
    private static void data(
            Session session, Notebook notebook, @Nullable DataSets data, String line) {
        if (data == null) {
            return;
        }
        session.setPreparation(data);
        if (session.data().isEmpty()) {
            session.setData(data, line);
            Declared.set(notebook, "data", data, "the preparation");
        } else if (!session.needData().pipeline().equals(data.pipeline())) {
            Declared.note(
                    notebook,
                    "the model was trained on data prepared otherwise; to judge it on its own type: %data "
                            + line);
        }
    }

    private static CardLines card(Session session, Model model, @Nullable History history) {
        var card = SummaryCard.of(model, session.modelName());
        if (history != null && !history.epochs().isEmpty()) {
            var scores = new StringBuilder("after " + history.epochs().size() + " epochs: ");
            for (String score : history.names()) {
                scores.append(score)
                        .append(' ')
                        .append(Numbers.score(history.last(score)))
                        .append("   ");
            }
            card.line("trained", scores.toString().strip());
        }
        boolean hasRows = session.data().filter(data -> !data.test.isEmpty()).isPresent();
        return model.training().isCompiled() && hasRows ? card.next("%evaluate") : card;
    }
}
