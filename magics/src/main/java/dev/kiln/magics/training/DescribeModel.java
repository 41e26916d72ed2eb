package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Messages;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// `%%model`: a model, one layer a line.
@Doc(
        value = "describes a model, one layer a line",
        example = "%%model\ndense 16 relu\ndense 3 softmax")
public record DescribeModel(
        @Words(most = 1) List<Object> words,
        @Doc(value = "name of a Java variable besides model", example = "wide") @Nullable String as)
        implements Magic.OfCell {
    public DescribeModel() {
        this(List.of(), null);
    }

    @Override
    public boolean changesSession() {
        return true;
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook, String body) {
        if (body.isBlank()) {
            throw new UserError(
                    "E132",
                    "the %%model cell is empty.",
                    "Type one layer a line below it:\n  dense 16 relu\n  dense 3 softmax");
        }
        String name =
                words.isEmpty()
                        ? ""
                        : words.getFirst() instanceof Call call
                                ? call.name()
                                : String.valueOf(words.getFirst());
        var row = session.data().map(data -> data.train.x.rowShape()).orElse(null);
        var text = new ModelText(notebook, row, name);
        Model model = text.read(body);
        session.setModel(model, name.isEmpty() ? model.name() : name);
        Declared.set(notebook, "model", model, "the model");
        if (as != null) {
            Declared.set(notebook, as, model, "the model");
        }
        var card = SummaryCard.of(model, name);
        notebook.show(
                model.isBuilt() ? card.next(Proposed.line(session, model)).card() : card.card());
        text.flat()
                .filter(
                        layer ->
                                session.data()
                                        .filter(data -> hasLabelOfRow(data, model))
                                        .isPresent())
                .ifPresent(
                        layer ->
                                notebook.show(
                                        Messages.warning(
                                                "W134",
                                                "line "
                                                        + layer.number()
                                                        + ", dense gets "
                                                        + layer.images()
                                                        + ". Type flatten before it.")));
        return model;
    }

    /// Whether an image has one label, and the model an answer for each of its places.
    private static boolean hasLabelOfRow(DataSets data, Model model) {
        return !data.train.targets().isEmpty()
                && data.train.y.shape().rank() <= 2
                && model.outputShapes().getFirst().row().rank() > 1;
    }
}
