package dev.kiln.saving;

import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.Model;
import dev.kiln.model.ModelFiles;
import dev.kiln.model.Sequential;
import dev.kiln.model.Weight;
import dev.kiln.model.WeightLimit;
import dev.kiln.optimizers.LossScaleOptimizer;
import dev.kiln.saving.hdf5.ArrayContent;
import dev.kiln.saving.hdf5.GroupContent;
import dev.kiln.saving.hdf5.HdfImage;

import io.jhdf.HdfFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

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

    /// Whether a process has begun to read a model: the first time it loads its classes while the weights are looked over.
    private static final AtomicBoolean isPrepared = new AtomicBoolean();

    private KerasArchive() {}

    // ---- writing

    static void write(Model model, Path file, Map<String, ?> facts) throws IOException {
        LocalDateTime now = LocalDateTime.now();
        HdfImage weights = WeightsFile.image(model);
        // Described while the weights go to the disk: in a fresh process the words take longer than
        // they look.
        var texts = new FutureTask<>(() -> texts(model, facts, now));
        Thread.ofPlatform().daemon().name("kiln-description").start(texts);
        try (var archive =
                new StoredArchive(FileChannel.open(file, StandardOpenOption.WRITE), now)) {
            archive.entry(WEIGHTS, weights.size(), to -> weights.write(to::write));
            for (var text : written(texts).entrySet()) {
                archive.text(text.getKey(), text.getValue());
            }
            archive.finish();
        }
    }

    /// @throws dev.kiln.catalog.UserError where the description failed of it
    private static Map<String, String> written(Future<Map<String, String>> texts) {
        try {
            return texts.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException mistake -> throw mistake;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("saving was interrupted");
        }
    }

    /// The entries that are texts, by name.
    private static Map<String, String> texts(Model model, Map<String, ?> facts, LocalDateTime now) {
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
        var texts = new LinkedHashMap<String, String>();
        texts.put(
                METADATA,
                Json.write(
                        Map.of(
                                "keras_version",
                                KERAS,
                                "date_saved",
                                now.format(DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss")))));
        texts.put(CONFIG, Json.write(config));
        texts.put(FACTS, Json.write(own));
        return texts;
    }

    // ---- reading

    static ModelFiles.Loaded read(Path file) throws IOException {
        if (!isPrepared.getAndSet(true)) {
            Thread.ofPlatform().daemon().name("kiln-description").start(KerasArchive::prepare);
        }
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

    /// Loads what a model is read with, by reading a small one; the next time it is all there.
    private static void prepare() {
        var root = new GroupContent();
        root.group("layers").array("0", ArrayContent.of(0));
        var image = new HdfImage(root);
        var bytes = ByteBuffer.allocate(Math.toIntExact(image.size()));
        try {
            image.write(part -> bytes.put(part.asByteBuffer()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        HdfFile.fromByteBuffer(bytes.flip()).getByPath("/layers/0");
        Model model = Sequential.of(new Input(1), new Dense(1));
        model.compile("adam", "mse");
        var config = ConfigWriter.of(model);
        ModelConfig.read(Json.read(Json.write(config), CONFIG));
        CompileConfig.read(CompileConfig.write(model.training().compiled()), 1);
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
