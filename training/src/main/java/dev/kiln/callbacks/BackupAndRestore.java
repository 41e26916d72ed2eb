package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes all that a fit needs to go on after its program ended early, however it ended: the same fit, begun again in a
/// fresh program with the same folder, goes on from the last backup and ends with the same bits as one that was never
/// ended. A backup holds weights, the optimizer, the place in the data, the history and what the callbacks have noted.
///
/// Equal to `keras.callbacks.BackupAndRestore` 3.x in names, defaults and the moments of writing. Keras goes on from the
/// epoch's beginning and without what its callbacks noted; Kiln goes on from the very step. The files are Kiln's own.
///
/// The model must be made, compiled and fitted as before, on the same data in the same order.
@Doc(
        value = "lets a fit that was killed go on where it was",
        example = "backup_and_restore(\"backup\")")
public record BackupAndRestore(
        @Doc(value = "folder for the backup alone", example = "\"backup\"") String backupDir,
        @Doc(value = "epoch, or a number of batches from 1", example = "100") Object saveFreq,
        @Doc(
                        value =
                                "whether the backup before the last is kept, in case the last is damaged",
                        example = "true")
                boolean doubleCheckpoint,
        @Doc(
                        value = "whether the backup is deleted when the fit has come to its end",
                        example = "false")
                boolean deleteCheckpoint)
        implements Callback {

    public BackupAndRestore {
        if (backupDir.isBlank()) {
            throw new UserError(
                    "E143",
                    "backup_and_restore needs a folder, not an empty name.",
                    "Type: backup_and_restore(\"backup\")");
        }
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
                    "Type: backup_and_restore(\"" + backupDir + "\", save_freq=epoch)");
        }
    }

    public BackupAndRestore(String backupDir) {
        this(backupDir, "epoch", false, true);
    }

    public BackupAndRestore withBackupDir(String backupDir) {
        return new BackupAndRestore(backupDir, saveFreq, doubleCheckpoint, deleteCheckpoint);
    }

    public BackupAndRestore withSaveFreq(Object saveFreq) {
        return new BackupAndRestore(backupDir, saveFreq, doubleCheckpoint, deleteCheckpoint);
    }

    public BackupAndRestore withDoubleCheckpoint(boolean doubleCheckpoint) {
        return new BackupAndRestore(backupDir, saveFreq, doubleCheckpoint, deleteCheckpoint);
    }

    public BackupAndRestore withDeleteCheckpoint(boolean deleteCheckpoint) {
        return new BackupAndRestore(backupDir, saveFreq, doubleCheckpoint, deleteCheckpoint);
    }

    @Override
    public Watcher watcher() {
        return new Watcher(this);
    }

    /// Watches one fit: says when a backup is due and where it lies. The fit itself writes it, when all callbacks have
    /// done what they do at that moment.
    public static final class Watcher implements Callback {
        private final BackupAndRestore settings;
        private int lastBatch;
        private int batchesSinceSaving;
        private boolean isDue;

        Watcher(BackupAndRestore settings) {
            this.settings = settings;
        }

        @Override
        public void onTrainBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {
            if (!(settings.saveFreq() instanceof Integer every)) {
                return;
            }
            batchesSinceSaving += batch <= lastBatch ? batch + 1 : batch - lastBatch;
            lastBatch = batch;
            if (batchesSinceSaving >= every) {
                batchesSinceSaving = 0;
                isDue = true;
            }
        }

        @Override
        public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
            lastBatch = 0;
            isDue |= "epoch".equals(settings.saveFreq());
        }

        @Override
        public boolean readsBatchLogs() {
            return false;
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("last_batch", lastBatch, "batches", batchesSinceSaving);
        }

        @Override
        public void restore(Map<String, ?> state) {
            lastBatch = ((Number) state.get("last_batch")).intValue();
            batchesSinceSaving = ((Number) state.get("batches")).intValue();
        }

        /// Whether a backup is to be written now; no more after this answer.
        public boolean takeDue() {
            boolean was = isDue;
            isDue = false;
            return was;
        }

        /// The last backup.
        public Path file() {
            return Path.of(settings.backupDir()).resolve("checkpoint.kiln");
        }

        /// The one before it.
        public Path previous() {
            return Path.of(settings.backupDir()).resolve("checkpoint.previous.kiln");
        }

        /// Makes room for a new backup.
        public void prepare() {
            try {
                Files.createDirectories(file().getParent());
                if (settings.doubleCheckpoint() && Files.exists(file())) {
                    Files.move(
                            file(), previous(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw failed("write", e);
            }
        }

        /// Called when the fit has come to its end.
        public void finish() {
            if (settings.deleteCheckpoint()) {
                try {
                    Files.deleteIfExists(file());
                    Files.deleteIfExists(previous());
                } catch (IOException e) {
                    throw failed("delete", e);
                }
            }
        }

        private UserError failed(String what, IOException e) {
            return new UserError(
                    "E190",
                    "backup_and_restore cannot "
                            + what
                            + " in "
                            + settings.backupDir()
                            + ": "
                            + e.getMessage()
                            + ".",
                    "Type: backup_and_restore(\"backup\")   or free the place",
                    e);
        }
    }
}
