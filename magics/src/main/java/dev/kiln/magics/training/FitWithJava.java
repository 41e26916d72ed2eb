package dev.kiln.magics.training;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Trainee;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// `%%fit`: trains as `%fit` does, and runs the cell's Java at the end of each epoch.
@Doc(
        value =
                "trains as %fit does and runs the cell's Java after each epoch, which sees epoch, logs and model and may call"
                        + " stop()",
        example = "%%fit epochs=20")
public record FitWithJava(@Words List<Object> words, @Shared Fit fit) implements Magic.OfCell {
    private static final String BODY = EpochBody.class.getCanonicalName();

    public FitWithJava() {
        this(List.of(), new Fit());
    }

    @Override
    public boolean changesSession() {
        return true;
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook, String body) throws Exception {
        if (body.isBlank()) {
            throw new UserError(
                    "E102",
                    "%%fit has no Java below it.",
                    "Type: %fit   or below %%fit: if (logs.get(\"loss\") < 0.1) stop();");
        }
        session.needModel();
        var made = (EpochBody) notebook.evaluate(source(body));
        made.model = session.needModel();
        return fit.run(session, notebook, List.of(watching(made)));
    }

    /// The body as a class of its own: the names that it sees are those of [EpochBody], then the cell's.
    private static String source(String body) {
        return "new "
                + BODY
                + "() { @Override protected void run() throws Exception {\n"
                + body
                + "\n} }";
    }

    private static Callback watching(EpochBody body) {
        return new Callback() {
            @Override
            public boolean readsBatchLogs() {
                return false;
            }

            @Override
            public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
                try {
                    if (body.ended(epoch + 1, logs)) {
                        trainee.stop("the cell's Java called stop() at epoch " + (epoch + 1));
                    }
                } catch (RuntimeException asItIs) {
                    throw asItIs;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }
}
