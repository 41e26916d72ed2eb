package dev.kiln.magics.training;

import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.schema.Words;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `%save`: writes the model to a file that Keras, ONNX programs or a Java compiler understand.
@Doc(
        value =
                "writes the model to a file: .keras (all that belongs to it), .weights.h5 (weights alone), .onnx, .java (a"
                        + " program that predicts)",
        example = "%save \"iris.keras\"")
public record Save(
        @Words(most = 1) List<Object> words,
        @Doc(value = "whether a model file of that name is replaced", example = "false")
                boolean overwrite)
        implements Magic {
    public Save() {
        this(List.of(), true);
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) throws IOException {
        Model model = session.needModel();
        if (words.isEmpty()) {
            throw new UserError(
                    "E190",
                    "%save needs the name of a file.",
                    "Type: %save \"" + fileName(session) + ".keras\"");
        }
        String name = ModelPlaces.name(words.getFirst());
        Path file = ModelPlaces.resolve(notebook, name);
        boolean isThere = Files.exists(file);
        if (isThere) {
            requireReplaceable(file, name);
        }
        if (!model.isBuilt()) {
            throw new UserError(
                    "E110",
                    "the model does not know its input yet, so it has no weights to save.",
                    "Type: %fit   or begin the model with: input 4");
        }
        ModelFiles.find().save(model, file, ModelFacts.of(session));
        if (isThere) {
            Declared.note(notebook, "replaced " + name);
        }
        notebook.show(card(session, model, name, Files.size(file)).card());
        return null;
    }

    private static String fileName(Session session) {
        String name = session.modelName().isEmpty() ? "model" : session.modelName();
        return name.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private void requireReplaceable(Path file, String name) throws IOException {
        String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        String other = name.equals(stem + ".keras") ? stem + "-model.keras" : stem + ".keras";
        if (!ModelPlaces.isModel(file)) {
            throw new UserError(
                    "E191", name + " exists and is no model.", "Type: %save \"" + other + "\"");
        }
        if (!overwrite) {
            throw new UserError(
                    "E191",
                    name + " exists.",
                    "Type: %save \"" + name + "\"   to replace it, or choose another name.");
        }
    }

    private static CardLines card(Session session, Model model, String name, long bytes) {
        var card =
                new CardLines()
                        .title(name, Numbers.count(bytes) + " bytes")
                        .line(
                                "model",
                                session.modelName().isEmpty() ? model.name() : session.modelName());
        if (name.endsWith(".keras")) {
            boolean isCompiled = model.training().isCompiled();
            card.line(
                    "holds",
                    "layers, "
                            + Numbers.count(model.weights().size())
                            + " weights"
                            + (isCompiled ? ", compile, optimizer" : "")
                            + session.data()
                                    .map(data -> ", preparation of " + data.name())
                                    .orElse("")
                            + session.current()
                                    .map(run -> ", history of run " + run.number())
                                    .orElse(""));
            card.line("in Keras", "keras.models.load_model(" + quoted(name) + ")");
        } else if (name.endsWith(".weights.h5")) {
            card.line("holds", Numbers.count(model.weights().size()) + " weights");
            card.line("in Keras", "model.load_weights(" + quoted(name) + ")");
        } else if (name.endsWith(".onnx")) {
            card.line("holds", "what the model computes; the data's preparation is not part of it");
        } else {
            card.line("run it", "java " + name + " …   (Java 17 or newer, nothing else)");
        }
        return name.endsWith(".keras") || name.endsWith(".h5")
                ? card.next("%load " + quoted(name))
                : card;
    }

    private static String quoted(String name) {
        return Conversion.text(name).startsWith("\"") ? Conversion.text(name) : "\"" + name + "\"";
    }
}
