package dev.kiln.kernel.magics;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.kiln.catalog.UserError;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `%load file` runs a source file or the cells of a notebook. Files of models are for the training magic of that name.
record LoadSource(Session session) implements KernelMagic {
    private static final List<String> SUFFIXES = List.of(".java", ".jsh", ".jshell", ".ipynb");

    @Override
    public Optional<Object> run(String arguments, Optional<String> body) throws Exception {
        List<String> words = Words.of(arguments);
        if (words.size() != 1) {
            throw new UserError(
                    "%load takes one file.",
                    "Type: %load model.keras for a model, %load lesson.jshell (.java .jsh .ipynb) to run source.");
        }
        Path file =
                dev.kiln.kernel.magics.Files.matching(
                                session.folder(), withSuffix(words.getFirst()))
                        .getFirst();
        if (file.toString().endsWith(".ipynb")) {
            for (String cell : cells(file)) {
                session.run(cell);
            }
        } else {
            session.run(Files.readString(file));
        }
        return Optional.empty();
    }

    private String withSuffix(String name) {
        if (!Files.exists(session.folder().resolve(name))) {
            for (String suffix : SUFFIXES) {
                if (Files.exists(session.folder().resolve(name + suffix))) {
                    return name + suffix;
                }
            }
        }
        return name;
    }

    private static List<String> cells(Path notebook) throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(notebook)).getAsJsonObject();
        return json.getAsJsonArray("cells").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(cell -> cell.get("cell_type").getAsString().equals("code"))
                .map(cell -> source(cell.get("source")))
                .filter(source -> !source.isBlank())
                .toList();
    }

    private static String source(JsonElement source) {
        if (source.isJsonPrimitive()) {
            return source.getAsString();
        }
        StringBuilder lines = new StringBuilder();
        source.getAsJsonArray().forEach(line -> lines.append(line.getAsString()));
        return lines.toString();
    }

    @Override
    public boolean isMeant(String arguments) {
        String name = arguments.strip().replaceAll("^\"|\"$", "");
        return SUFFIXES.stream().anyMatch(name::endsWith)
                || !name.contains(".") && !withSuffix(name).equals(name);
    }

    @Override
    public String help() {
        return "%load file.java (.jsh .jshell .ipynb): runs the source";
    }
}
