package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// Writes scores and the learning rate into log files for TensorBoard: `train` and `validation` below the folder.
///
/// Tags as `keras.callbacks.TensorBoard` 3.x: `epoch_loss`, `epoch_learning_rate` at each epoch's number (from 0),
/// `evaluation_loss_vs_iterations` at the optimizer's steps, and with `update_freq` `batch_loss` at the batch's number
/// in this fit (from 1). Of Keras' arguments it knows these two; it writes no graphs, histograms, pictures or profiles.
@Doc(value = "writes log files for TensorBoard", example = "tensorboard(log_dir=\"logs/first\")")
public record TensorBoard(
        @Doc(value = "folder to write into", example = "\"logs/first\"") String logDir,
        @Doc(value = "epoch, batch, or every how many batches", example = "100") String updateFreq)
        implements Callback {

    /// @throws UserError E126 where `updateFreq` is neither `epoch`, `batch` nor a whole number above 0
    public TensorBoard {
        if (!updateFreq.equals("epoch")
                && !updateFreq.equals("batch")
                && !updateFreq.matches("[1-9][0-9]{0,8}")) {
            throw new UserError(
                    "E126",
                    "update_freq is \"epoch\", \"batch\" or a whole number above 0, not "
                            + updateFreq
                            + ".",
                    "Type: tensorboard(update_freq=100)");
        }
    }

    public TensorBoard() {
        this("logs");
    }

    public TensorBoard(String logDir) {
        this(logDir, "epoch");
    }

    public TensorBoard withLogDir(String logDir) {
        return new TensorBoard(logDir, updateFreq);
    }

    public TensorBoard withUpdateFreq(String updateFreq) {
        return new TensorBoard(logDir, updateFreq);
    }

    /// Every how many batches scores are written; 0 for never.
    private int batches() {
        return switch (updateFreq) {
            case "epoch" -> 0;
            case "batch" -> 1;
            default -> Integer.parseInt(updateFreq);
        };
    }

    @Override
    public Watcher watcher() {
        return new Watcher(this);
    }

    /// Watches one fit.
    public static final class Watcher implements Callback {
        private final Path folder;
        private final EventFile train;
        private final EventFile validation;
        private final int every;
        private long batch;

        Watcher(TensorBoard settings) {
            this.folder = Path.of(settings.logDir());
            this.every = settings.batches();
            // TensorBoard reads the files of a folder in the order of their names.
            String name =
                    "events.out.tfevents.%d.%d.%d.v2"
                            .formatted(
                                    System.currentTimeMillis() / 1000,
                                    ProcessHandle.current().pid(),
                                    System.nanoTime());
            this.train = new EventFile(folder.resolve("train").resolve(name));
            this.validation = new EventFile(folder.resolve("validation").resolve(name));
        }

        @Override
        public void onTrainBatchEnd(int batchOfEpoch, Map<String, Double> logs, Trainee trainee) {
            batch++;
            if (every > 0 && batch % every == 0) {
                scalars(train, "batch_", logs, "", batch);
            }
        }

        @Override
        public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
            var trained = new TreeMap<String, Double>();
            var judged = new TreeMap<String, Double>();
            logs.forEach(
                    (name, score) -> {
                        if (name.startsWith("val_")) {
                            judged.put(name.substring("val_".length()), score);
                        } else {
                            trained.put(name, score);
                        }
                    });
            trained.put("learning_rate", trainee.learningRate());
            scalars(train, "epoch_", trained, "", epoch);
            flush(train);
            if (!judged.isEmpty()) {
                scalars(validation, "epoch_", judged, "", epoch);
                flush(validation);
            }
        }

        @Override
        public void onTestEnd(Map<String, Double> logs, Trainee trainee) {
            scalars(validation, "evaluation_", logs, "_vs_iterations", trainee.steps());
            flush(validation);
        }

        @Override
        public void onTrainEnd(Map<String, Double> logs, Trainee trainee) {
            flush(train);
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("batch", batch);
        }

        @Override
        public void restore(Map<String, ?> state) {
            batch = ((Number) state.get("batch")).longValue();
        }

        @Override
        public boolean readsBatchLogs() {
            return every > 0;
        }

        private void scalars(
                EventFile file,
                String before,
                Map<String, Double> scores,
                String after,
                long step) {
            try {
                for (var score : scores.entrySet()) {
                    file.scalar(before + score.getKey() + after, score.getValue(), step);
                }
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        private void flush(EventFile file) {
            try {
                file.flush();
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        private UserError unwritable(IOException e) {
            return new UserError(
                    "E192",
                    "tensorboard cannot write into " + folder + ": " + e.getMessage() + ".",
                    "Type: tensorboard(log_dir=\"logs\")   or free the place",
                    e);
        }
    }
}
