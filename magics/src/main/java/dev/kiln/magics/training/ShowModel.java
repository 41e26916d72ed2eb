package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// `%model`: shows the model, or takes one from a Java variable.
@Doc(value = "shows the model, or takes one from a Java variable", example = "%model $cnn")
public record ShowModel(
        @Words(most = 1) List<Object> words,
        @Doc(value = "name of a Java variable besides model", example = "cnn") @Nullable String as)
        implements Magic {
    public ShowModel() {
        this(List.of(), null);
    }

    @Override
    public boolean changesSession() {
        return !words.isEmpty();
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        if (!words.isEmpty()) {
            Model chosen = chosen(words.getFirst(), notebook);
            session.setModel(
                    chosen, words.getFirst() instanceof Call call ? call.name() : chosen.name());
            Declared.set(notebook, "model", chosen, "the model");
        }
        Model model = session.needModel();
        if (as != null) {
            Declared.set(notebook, as, model, "the model");
        }
        var card = SummaryCard.of(model, session.modelName());
        boolean isOpen = model.isBuilt() && !model.training().isCompiled();
        notebook.show(isOpen ? card.next(Proposed.line(session, model)).card() : card.card());
        return model;
    }

    private static Model chosen(Object word, Notebook notebook) {
        Object value =
                word instanceof Call call ? notebook.variable(call.name()).orElse(null) : word;
        if (value instanceof Model model) {
            return model;
        }
        throw new UserError(
                "E110",
                Conversion.text(word) + (value == null ? " is no Java variable." : " is no model."),
                "Type %%model in a new cell, or in Java: var m = Sequential.of(new Input(4), new Dense(3, \"softmax\"))");
    }
}
