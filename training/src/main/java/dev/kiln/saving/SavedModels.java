package dev.kiln.saving;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Pipeline;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;
import dev.kiln.saving.onnx.OnnxFile;
import dev.kiln.saving.source.JavaProgram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The files that Kiln writes and reads; found by `ServiceLoader`.
public final class SavedModels implements ModelFiles {
    /// One line a format that is written.
    private static final List<Format> FORMATS =
            List.of(
                    new Format(".keras", KerasArchive::write),
                    new Format(
                            ".weights.h5", (model, file, facts) -> WeightsFile.write(model, file)),
                    new Format(".onnx", SavedModels::onnx),
                    new Format(".java", SavedModels::java));

    /// Letters of a reason that comes from a file.
    private static final int LONGEST = 200;

    private record Format(String suffix, Writer writer) {}

    private interface Writer {
        /// @param file new and empty
        void write(Model model, Path file, Map<String, ?> facts) throws IOException;
    }

    @Override
    public void save(Model model, Path file, Map<String, ?> facts) {
        String name = file.getFileName().toString();
        Format format =
                FORMATS.stream()
                        .filter(known -> name.toLowerCase(Locale.ROOT).endsWith(known.suffix()))
                        .findFirst()
                        .orElseThrow(() -> unknown(name));
        var all = new java.util.LinkedHashMap<String, Object>(facts);
        all.put("file", name);
        AtomicFile.write(
                file,
                to -> {
                    model.layers();
                    format.writer().write(model, to, all);
                });
    }

    private static UserError unknown(String name) {
        String stem = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
        return new UserError(
                "E190",
                name + " does not say what to write.",
                "Type: %save \""
                        + stem
                        + ".keras\"   or .weights.h5 (weights alone), .onnx, .java (a program)");
    }

    private static void onnx(Model model, Path file, Map<String, ?> facts) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            OnnxFile.write(model, out);
        }
    }

    private static void java(Model model, Path file, Map<String, ?> facts) throws IOException {
        String name = String.valueOf(facts.get("file"));
        Pipeline pipeline =
                facts.get("pipeline") instanceof Map<?, ?> settings ? Pipeline.of(settings) : null;
        try (var out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            JavaProgram.write(
                    model, name.substring(0, name.length() - ".java".length()), pipeline, out);
        }
    }

    @Override
    public Loaded load(Path file) {
        requireFile(file);
        try {
            return isHdf(file) ? LegacyFile.read(file) : KerasArchive.read(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (UserError e) {
            throw e.code().isEmpty() ? senseless(file, e.problem(), e) : e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // A description that a stranger wrote may say anything at any place.
            throw senseless(file, e.getClass().getSimpleName() + " " + e.getMessage(), e);
        }
    }

    private static UserError senseless(Path file, String why, Throwable cause) {
        return new UserError(
                "E194",
                "the model that " + file + " describes cannot be built: " + shortened(why),
                "Save the model again, or build it in Java, then: model.loadWeights(\"…\")",
                cause);
    }

    private static String shortened(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    @Override
    public void loadWeights(Model model, Path file) {
        requireFile(file);
        try {
            if (!isHdf(file)) {
                KerasArchive.readWeights(model, file);
                return;
            }
            try (HdfContent content = HdfContent.of(file)) {
                if (LegacyFile.isLegacy(content)) {
                    LegacyFile.readWeights(model, content);
                } else {
                    WeightsFile.read(model, content);
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (UserError e) {
            throw e.code().isEmpty() ? senseless(file, e.problem(), e) : e;
        }
    }

    @Override
    public void saveCheckpoint(Path file, Map<String, ?> state) {
        AtomicFile.write(file, to -> CheckpointFile.write(state, to));
    }

    @Override
    public Map<String, Object> loadCheckpoint(Path file) {
        requireFile(file);
        try {
            return CheckpointFile.read(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(
                    "E192",
                    Files.isDirectory(file)
                            ? file + " is a folder."
                            : "there is no file " + file + ".",
                    "Check the name, or look what is there: %sh ls");
        }
    }

    private static UserError unreadable(Path file, IOException e) {
        return new UserError(
                "E192",
                file + " could not be read: " + e.getMessage() + ".",
                "Check that the file is whole and that you may read it.",
                e);
    }

    /// By the first bytes, not by the name: both formats are called `.h5` and `.keras` now and then.
    private static boolean isHdf(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(8);
            return first.length == 8
                    && first[0] == (byte) 0x89
                    && first[1] == 'H'
                    && first[2] == 'D';
        }
    }
}
