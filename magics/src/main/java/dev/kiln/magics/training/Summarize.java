package dev.kiln.magics.training;

import dev.kiln.catalog.Doc;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.session.Session;

import org.jspecify.annotations.Nullable;

/// `%summary`: the model's layers in one table.
@Doc(value = "the model's layers in one table", example = "%summary")
public record Summarize() implements Magic {
    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        notebook.show(SummaryCard.of(session.needModel(), session.modelName()).card());
        return null;
    }
}
