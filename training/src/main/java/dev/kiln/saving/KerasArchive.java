package dev.kiln.saving;

import dev.kiln.layers.Layers;
import dev.kiln.losses.Losses;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;
import dev.kiln.model.Weight;
import dev.kiln.model.WeightLimit;
import dev.kiln.optimizers.LossScaleOptimizer;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.saving.hdf5.HdfImage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A `.keras` archive: a zip of `metadata.json`, `config.json` and `model.weights.h5`, as Keras 3 has it, and of
/// `kiln.json`, which Keras leaves alone.
final class KerasArchive {
    private static final String CONFIG = "config.json";
    private static final String METADATA = "metadata.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final String FACTS = "kiln.json";

    /// The version of Keras whose files these are.
    private static final String KERAS = "3.15.1";

    /// Arrays of an optimizer that was never given weights: its steps and its learning rate.
    private static final int UNBUILT = 2;

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
        LocalDateTime now = LocalDateTime.now();
        HdfImage weights = WeightsFile.image(model);
        try (var archive =
                new StoredArchive(FileChannel.open(file, StandardOpenOption.WRITE), now)) {
            archive.text(
                    METADATA,
                    Json.write(
                            Map.of(
                                    "keras_version",
                                    KERAS,
                                    "date_saved",
                                    now.format(
                                            DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss")))));
            archive.text(CONFIG, Json.write(config));
            archive.text(FACTS, Json.write(own));
            archive.entry(WEIGHTS, weights.size(), to -> weights.write(to::write));
            archive.finish();
        }
    }

    // ---- reading

    static ModelFiles.Loaded read(Path file) throws IOException {
        // The lists of all that a description may name are made while the weights are looked over.
        Thread.ofVirtual().start(KerasArchive::prepare);
        try (var archive = new ModelArchive(file);
                HdfContent content = archive.hdf(WEIGHTS)) {
            var written = Json.read(archive.text(CONFIG), file + ": " + CONFIG);
            var config = Vocabularies.into(written, archive, content);
            var differences = Differences.of(config);
            long numbers = (archive.size(WEIGHTS) + Float.BYTES - 1) / Float.BYTES;
            Model model = WeightLimit.within(numbers, () -> ModelConfig.read(config));
            CompileOptions options =
                    config.get("compile_config") instanceof Map<?, ?> compiled
                                    && compiled.get("optimizer") != null
                            ? CompileConfig.read(compiled, outputs(model))
                            : null;
            Map<String, Object> facts = facts(archive, file);
            fill(model, options, facts, content);
            return new ModelFiles.Loaded(model, facts, differences);
        }
    }

    /// Loads what the description of a model is read with; nothing where that was done.
    private static void prepare() {
        Layers.CATALOG.find("dense");
        Optimizers.CATALOG.find("adam");
        Losses.CATALOG.find("mse");
        Metrics.CATALOG.find("mae");
    }

    private static int outputs(Model model) {
        return model.isBuilt() ? model.outputNames().size() : 1;
    }

    private static void fill(
            Model model,
            @Nullable CompileOptions options,
            Map<String, Object> facts,
            HdfContent content) {
        Map<Weight, MemorySegment> weights =
                model.isBuilt() ? WeightsFile.values(model, content) : Map.of();
        if (options != null) {
            // Before the weights are copied: it decides where they lie.
            compile(model, options, WeightsFile.optimizer(content), facts);
        }
        weights.forEach(Weight::set);
    }

    private static void compile(
            Model model,
            CompileOptions options,
            List<MemorySegment> optimizer,
            Map<String, Object> facts) {
        model.compile(options);
        boolean isScaled = options.optimizer() instanceof LossScaleOptimizer;
        boolean hasBegun = optimizer.size() > (isScaled ? 2 * UNBUILT : UNBUILT);
        if (model.isBuilt()
                && (hasBegun || optimizer.size() == model.training().optimizerState().size())
                && !optimizer.isEmpty()) {
            float counted =
                    optimizer
                            .get(isScaled ? 2 * UNBUILT : 0)
                            .get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0);
            long steps = number(facts, "steps", (long) counted);
            model.training().restoreOptimizer(optimizer, steps, number(facts, "epochs", 0));
        }
    }

    private static long number(Map<String, Object> facts, String name, long otherwise) {
        return facts.get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    /// Puts the weights of an archive into a model.
    static void readWeights(Model model, Path file) throws IOException {
        try (var archive = new ModelArchive(file);
                HdfContent content = archive.hdf(WEIGHTS)) {
            WeightsFile.read(model, content);
        }
    }

    private static Map<String, Object> facts(ModelArchive archive, Path file) throws IOException {
        var facts = new LinkedHashMap<String, Object>();
        if (archive.has(FACTS)) {
            Json.read(archive.text(FACTS), file + ": " + FACTS)
                    .forEach((key, value) -> facts.put(String.valueOf(key), value));
        }
        return facts;
    }
}
