package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Saves the model, or its weights, after each epoch or every some batches, always or when a score got
/// better.
///
/// Equal to `keras.callbacks.ModelCheckpoint` 3.x in names, defaults and behaviour. The file's name may hold
/// `{epoch:02d}`, `{batch}` and scores as in `{val_loss:.2f}`.
@Doc(
        value = "saves the model after each epoch, or when a score got better",
        example = "model_checkpoint(\"best.keras\")")
public record ModelCheckpoint(
        @Doc(
                        value = "file to write, ending in .keras or .weights.h5",
                        example = "\"m_{epoch:02d}.keras\"")
                String filepath,
        @Doc(value = "score to watch", example = "val_accuracy") String monitor,
        @Doc(value = "accepted for Keras' sake", example = "1") int verbose,
        @Doc(value = "whether only a better score is saved", example = "true") boolean saveBestOnly,
        @Doc(value = "whether the weights alone are saved", example = "true")
                boolean saveWeightsOnly,
        @Doc(
                        value = "whether less (min) or more (max) is better; auto asks the score",
                        example = "max")
                Mode mode,
        @Doc(value = "epoch, or a number of batches from 1", example = "100") Object saveFreq,
        @Doc(value = "score that must be beaten first; none for none", example = "0.5")
                @Nullable Double initialValueThreshold)
        implements Callback {

    public ModelCheckpoint {
        if (saveFreq instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())) {
            saveFreq = number.intValue();
        }
        if (!(saveFreq instanceof Integer batches && batches >= 1) && !"epoch".equals(saveFreq)) {
            throw new UserError(
                    "E143",
                    "save_freq takes epoch or a whole number of batches from 1, not "
                            + saveFreq
                            + ".",
                    "Type: model_checkpoint(\"" + filepath + "\", save_freq=epoch)");
        }
    }

    public ModelCheckpoint(String filepath) {
        this(filepath, "val_loss", 0, false, false, Mode.AUTO, "epoch", null);
    }

    public ModelCheckpoint withFilepath(String filepath) {
        return new ModelCheckpoint(
                filepath,
                monitor,
                verbose,
                saveBestOnly,
                saveWeightsOnly,
                mode,
                saveFreq,
                initialValueThreshold);
    }

    public ModelCheckpoint withMonitor(String monitor) {
        return new ModelCheckpoint(
                filepath,
                monitor,
                verbose,
                saveBestOnly,
                saveWeightsOnly,
                mode,
                saveFreq,
                initialValueThreshold);
    }

    public ModelCheckpoint withVerbose(int verbose) {
        return new ModelCheckpoint(
                filepath,
                monitor,
                verbose,
                saveBestOnly,
                saveWeightsOnly,
                mode,
                saveFreq,
                initialValueThreshold);
    }

    public ModelCheckpoint withSaveBestOnly(boolean saveBestOnly) {
        return new ModelCheckpoint(
                filepath,
                monitor,
                verbose,
                saveBestOnly,
                saveWeightsOnly,
                mode,
                saveFreq,
                initialValueThreshold);
    }

    public ModelCheckpoint withSaveWeightsOnly(boolean saveWeightsOnly) {
        return new ModelCheckpoint(
                filepath,
                monitor,
                verbose,
                saveBestOnly,
                saveWeightsOnly,
                mode,
                saveFreq,
                initialValueThreshold);
    }

    public ModelCheckpoint withMode(Mode mode) {
        return new ModelCheckpoint(
                filepath,
                monitor,
                verbose,
                saveBestOnly,
                saveWeightsOnly,
                mode,
                saveFreq,
                initialValueThreshold);
    }

    public ModelCheckpoint withSaveFreq(Object saveFreq) {
        return new ModelCheckpoint(
                filepath,
                monitor,
                verbose,
                saveBestOnly,
                saveWeightsOnly,
                mode,
                saveFreq,
                initialValueThreshold);
    }

    public ModelCheckpoint withInitialValueThreshold(@Nullable Double initialValueThreshold) {
        return new ModelCheckpoint(
                filepath,
                monitor,
                verbose,
                saveBestOnly,
                saveWeightsOnly,
                mode,
                saveFreq,
                initialValueThreshold);
    }

    /// @throws UserError E143 where the file's ending does not say what is saved
    @Override
    public Watcher watcher() {
        if (saveWeightsOnly && !filepath.endsWith(".weights.h5")) {
            throw new UserError(
                    "E143",
                    "weights alone are saved in a file that ends in .weights.h5, not in "
                            + filepath
                            + ".",
                    "Type: model_checkpoint(\"weights.weights.h5\", save_weights_only=true)");
        }
        if (!saveWeightsOnly && !filepath.endsWith(".keras")) {
            throw new UserError(
                    "E143",
                    "a model is saved in a file that ends in .keras, not in " + filepath + ".",
                    "Type: model_checkpoint(\"" + filepath + ".keras\")");
        }
        return new Watcher(this);
    }

    /// Watches one fit.
    public static final class Watcher implements Callback {
        private final ModelCheckpoint settings;
        private final Monitor monitor;
        private final FileNamePattern pattern;
        private int epoch;
        private int lastBatch = -1;
        private int batchesSinceSaving;
        private @Nullable Double best;

        Watcher(ModelCheckpoint settings) {
            this.settings = settings;
            this.monitor = new Monitor("model_checkpoint", settings.monitor(), settings.mode(), 0);
            this.pattern = new FileNamePattern(settings.filepath());
            this.best = settings.initialValueThreshold();
        }

        @Override
        public void check(Trainee trainee) {
            if (settings.saveBestOnly()) {
                monitor.check(trainee);
            }
        }

        @Override
        public void onEpochBegin(int epoch, Trainee trainee) {
            this.epoch = epoch;
        }

        @Override
        public void onTrainBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {
            if (!(settings.saveFreq() instanceof Integer every)) {
                return;
            }
            batchesSinceSaving +=
                    batch <= lastBatch || lastBatch < 0 ? batch + 1 : batch - lastBatch;
            lastBatch = batch;
            if (batchesSinceSaving >= every) {
                batchesSinceSaving = 0;
                save(pattern.fill(epoch + 1, batch + 1, logs), logs, trainee);
            }
        }

        @Override
        public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
            if ("epoch".equals(settings.saveFreq())) {
                save(pattern.fill(epoch + 1, null, logs), logs, trainee);
            }
        }

        private void save(String name, Map<String, Double> logs, Trainee trainee) {
            Double current = logs.get(settings.monitor());
            if (settings.saveBestOnly() && current != null) {
                if (!monitor.isImprovement(current, best, trainee)) {
                    return;
                }
                best = current;
            }
            Path file = Path.of(name);
            try {
                if (file.getParent() != null) {
                    Files.createDirectories(file.getParent());
                }
                trainee.save(file);
            } catch (IOException e) {
                throw new UserError(
                        "E192",
                        "model_checkpoint cannot write " + file + ": " + e.getMessage() + ".",
                        "Type: model_checkpoint(\""
                                + file.getFileName()
                                + "\")   or free the place",
                        e);
            }
        }

        @Override
        public Map<String, Object> state() {
            var state = new HashMap<String, Object>();
            state.put("epoch", epoch);
            state.put("last_batch", lastBatch);
            state.put("batches", batchesSinceSaving);
            if (best != null) {
                state.put("best", best);
            }
            return state;
        }

        @Override
        public void restore(Map<String, ?> state) {
            epoch = ((Number) state.get("epoch")).intValue();
            lastBatch = ((Number) state.get("last_batch")).intValue();
            batchesSinceSaving = ((Number) state.get("batches")).intValue();
            best = (Double) state.get("best");
        }

        @Override
        public boolean readsBatchLogs() {
            return settings.saveFreq() instanceof Integer;
        }

        @Override
        public String monitor() {
            return settings.saveBestOnly() ? settings.monitor() : "";
        }

        /// The best score so far; null before the first.
        public @Nullable Double best() {
            return best;
        }
    }
}
