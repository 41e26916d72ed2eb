package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.UserError;
import dev.kiln.magics.notebook.Notebook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Where files of models are, and which files are some.
final class ModelPlaces {
    private ModelPlaces() {}

    /// As it was typed, with or without quotes.
    static String name(Object word) {
        return switch (word) {
            case String text -> text;
            case Call call when call.positional().isEmpty() && call.named().isEmpty() ->
                    call.name();
            case Path path -> path.toString();
            default ->
                    throw new UserError(
                            "E103",
                            Conversion.text(word) + " is no name of a file.",
                            "Type: %save \"model.keras\"");
        };
    }

    /// Relative to the notebook; `~` is the user's home.
    static Path resolve(Notebook notebook, String name) {
        try {
            return name.startsWith("~/")
                    ? Path.of(System.getProperty("user.home"), name.substring(2))
                    : notebook.folder().resolve(name);
        } catch (InvalidPathException e) {
            throw new UserError(
                    "E190",
                    "\"" + name + "\" cannot be the name of a file.",
                    "Type: %save \"model.keras\"",
                    e);
        }
    }

    /// Whether Kiln or Keras wrote it, by its first bytes.
    static boolean isModel(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        String name = file.getFileName().toString();
        byte[] first;
        try (var in = Files.newInputStream(file)) {
            first = in.readNBytes(512);
        }
        String text = new String(first, StandardCharsets.ISO_8859_1);
        return name.endsWith(".keras") && text.startsWith("PK\u0003\u0004")
                || name.endsWith(".h5") && text.startsWith("\u0089HDF")
                || name.endsWith(".onnx") && text.contains("Kiln")
                || name.endsWith(".java") && text.contains("trained in Kiln");
    }
}
