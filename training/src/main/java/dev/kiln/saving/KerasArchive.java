package dev.kiln.saving;

import dev.kiln.catalog.UserError;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;
import dev.kiln.model.WeightLimit;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// A `.keras` archive: a zip of `metadata.json`, `config.json` and `model.weights.h5`, as Keras 3 has it, and of
/// `kiln.json`, which Keras leaves alone.
final class KerasArchive {
    /// What the model's structure and its facts may take. Those of the largest models in use are a tenth of it.
    private static final int MOST_TEXT = 64 << 20;

    /// Room in a weights file beside its numbers.
    private static final long OVERHEAD = 16L << 20;

    private static final String CONFIG = "config.json";
    private static final String METADATA = "metadata.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final String FACTS = "kiln.json";

    /// The version of Keras whose files these are.
    private static final String KERAS = "3.15.1";

    private KerasArchive() {}

    // ---- writing

    static void write(Model model, Path file, Map<String, ?> facts) throws IOException {
        var config = ConfigWriter.of(model);
        boolean isCompiled = model.training().isCompiled();
        config.put(
                "compile_config",
                isCompiled ? CompileConfig.write(model.training().compiled()) : null);
        var own = new LinkedHashMap<String, @Nullable Object>(facts);
        if (isCompiled) {
            own.put("steps", model.training().steps());
            own.put("epochs", model.training().epochs());
        }
        Path weights = file.resolveSibling(file.getFileName() + ".weights.new");
        try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            WeightsFile.write(model, weights);
            text(
                    out,
                    METADATA,
                    Json.write(
                            Map.of(
                                    "keras_version",
                                    KERAS,
                                    "date_saved",
                                    LocalDateTime.now()
                                            .format(
                                                    DateTimeFormatter.ofPattern(
                                                            "yyyy-MM-dd@HH:mm:ss")))));
            text(out, CONFIG, Json.write(config));
            text(out, FACTS, Json.write(own));
            stored(out, weights);
        } finally {
            Files.deleteIfExists(weights);
        }
    }

    private static void text(ZipOutputStream out, String name, String text) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
    }

    /// Weights look like noise: pressing them takes long and saves little.
    private static void stored(ZipOutputStream out, Path weights) throws IOException {
        var entry = new ZipEntry(WEIGHTS);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(Files.size(weights));
        entry.setCompressedSize(Files.size(weights));
        entry.setCrc(checksum(weights));
        out.putNextEntry(entry);
        Files.copy(weights, out);
        out.closeEntry();
    }

    private static long checksum(Path file) throws IOException {
        var checksum = new CRC32();
        var buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                checksum.update(buffer, 0, count);
            }
        }
        return checksum.getValue();
    }

    // ---- reading

    static ModelFiles.Loaded read(Path file) throws IOException {
        try (ZipFile zip = open(file)) {
            var config = Json.read(text(zip, CONFIG, file), file + ": " + CONFIG);
            var weights = entry(zip, WEIGHTS, file);
            long numbers = (weights.getSize() + Float.BYTES - 1) / Float.BYTES;
            Model model = WeightLimit.within(numbers, () -> ModelConfig.read(config));
            CompileOptions options =
                    config.get("compile_config") instanceof Map<?, ?> compiled
                                    && compiled.get("optimizer") != null
                            ? CompileConfig.read(compiled)
                            : null;
            Map<String, Object> facts = facts(zip, file);
            extracted(
                    zip,
                    weights,
                    file,
                    h5 -> {
                        if (model.isBuilt()) {
                            WeightsFile.read(model, h5, file.toString());
                        }
                        if (options != null) {
                            compile(
                                    model,
                                    options,
                                    WeightsFile.optimizer(h5, file.toString()),
                                    facts);
                        }
                    });
            return new ModelFiles.Loaded(model, facts);
        }
    }

    private static void compile(
            Model model,
            CompileOptions options,
            List<float[]> optimizer,
            Map<String, Object> facts) {
        model.compile(options);
        if (model.isBuilt() && !optimizer.isEmpty()) {
            long steps = number(facts, "steps", (long) optimizer.getFirst()[0]);
            model.training().restoreOptimizer(optimizer, steps, number(facts, "epochs", 0));
        }
    }

    private static long number(Map<String, Object> facts, String name, long otherwise) {
        return facts.get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    /// Puts the weights of an archive into a model.
    static void readWeights(Model model, Path file) throws IOException {
        try (ZipFile zip = open(file)) {
            extracted(
                    zip,
                    entry(zip, WEIGHTS, file),
                    file,
                    h5 -> WeightsFile.read(model, h5, file.toString()));
        }
    }

    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (java.util.zip.ZipException | IllegalArgumentException e) {
            throw new UserError(
                    "E192",
                    file + " is damaged or no .keras file: it is not a zip archive.",
                    "Save the model again, or load another copy of the file.",
                    e);
        }
    }

    private static Map<String, Object> facts(ZipFile zip, Path file) throws IOException {
        var facts = new LinkedHashMap<String, Object>();
        if (zip.getEntry(FACTS) != null) {
            Json.read(text(zip, FACTS, file), file + ": " + FACTS)
                    .forEach((key, value) -> facts.put(String.valueOf(key), value));
        }
        return facts;
    }

    private static ZipEntry entry(ZipFile zip, String name, Path file) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new UserError(
                    "E192",
                    file + " is no .keras file: it has no " + name + ".",
                    "Save the model with %save \"model.keras\" or, in Keras, model.save(\"model.keras\").");
        }
        return entry;
    }

    private static String text(ZipFile zip, String name, Path file) throws IOException {
        try (InputStream in = zip.getInputStream(entry(zip, name, file))) {
            byte[] bytes = in.readNBytes(MOST_TEXT + 1);
            if (bytes.length > MOST_TEXT) {
                throw tooLarge(file, name);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static UserError tooLarge(Path file, String name) {
        return new UserError(
                "E192",
                file
                        + " is not what it seems: its "
                        + name
                        + " unpacks to far more than a model needs.",
                "Load another copy of the file.");
    }

    private interface Use {
        void of(Path file);
    }

    /// The weights as a file of their own: the HDF5 library reads no streams.
    private static void extracted(ZipFile zip, ZipEntry entry, Path file, Use use)
            throws IOException {
        long most = Math.max(entry.getSize(), 0);
        if (most > 64 * Math.max(entry.getCompressedSize(), 1) + OVERHEAD) {
            throw tooLarge(file, WEIGHTS);
        }
        Path weights = Files.createTempFile("kiln", ".weights.h5");
        try {
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(weights)) {
                copy(in, out, entry, file);
            }
            use.of(weights);
        } finally {
            Files.deleteIfExists(weights);
        }
    }

    private static void copy(InputStream in, OutputStream out, ZipEntry entry, Path file)
            throws IOException {
        var buffer = new byte[1 << 20];
        var checksum = new CRC32();
        long most = entry.getSize();
        long copied = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            copied += count;
            if (copied > most) {
                throw tooLarge(file, WEIGHTS);
            }
            checksum.update(buffer, 0, count);
            out.write(buffer, 0, count);
        }
        if (copied < most || checksum.getValue() != entry.getCrc()) {
            throw WeightsFile.damaged(
                    file.toString(),
                    new IOException("its weights end early or have a wrong checksum"));
        }
    }
}
