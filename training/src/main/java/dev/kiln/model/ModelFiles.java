package dev.kiln.model;

import dev.kiln.catalog.UserError;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/// Writes models to files and reads them. The model finds it with `ServiceLoader`, so that this room needs no other to
/// run.
public interface ModelFiles {
    /// Writes a model; what it is written as follows from the file's name: `.keras`, `.weights.h5`, `.onnx`, `.java`.
    ///
    /// The file is replaced as a whole or not at all.
    ///
    /// @param facts what belongs to the model besides Keras' own, as texts, numbers, truth values, lists and maps;
    ///              formats that have no place for them leave them out
    /// @throws UserError E190 where the name says no format or the file cannot be written, E195 where the model has a part
    ///                   that the format cannot hold
    void save(Model model, Path file, Map<String, ?> facts);

    /// Reads a model from a `.keras` archive or a legacy `.h5` file.
    ///
    /// @throws UserError E192 where the file is missing, damaged or no model, E194 where it uses what Kiln does not know
    Loaded load(Path file);

    /// Puts the weights of a file of any of Keras' formats into a model of the same structure.
    ///
    /// @throws UserError E193 where they do not fit; the model stays as it was
    void loadWeights(Model model, Path file);

    /// Writes where a fit stands. The file is replaced as a whole or not at all.
    ///
    /// @param state numbers, texts, truth values, `float[]`, lists and maps, by name
    /// @throws UserError E190 where the file cannot be written
    void saveCheckpoint(Path file, Map<String, ?> state);

    /// What [#saveCheckpoint] wrote, to the last bit.
    ///
    /// @throws UserError E192 where the file is missing, damaged or no checkpoint
    Map<String, Object> loadCheckpoint(Path file);

    /// A model from a file.
    ///
    /// @param facts what stood beside it; empty for a file that Keras wrote
    /// @param notes what the model does otherwise than the file says, a sentence each
    record Loaded(Model model, Map<String, Object> facts, List<String> notes) {
        public Loaded {
            facts = new LinkedHashMap<>(facts);
            notes = List.copyOf(notes);
        }
    }

    static ModelFiles find() {
        return ServiceLoader.load(ModelFiles.class, ModelFiles.class.getClassLoader())
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no reader of model files is on the class path"));
    }
}
