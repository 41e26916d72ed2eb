package dev.kiln.fit;

import dev.kiln.callbacks.BackupAndRestore;
import dev.kiln.callbacks.Callback;
import dev.kiln.catalog.UserError;
import dev.kiln.events.TrainingEvent;
import dev.kiln.graph.Variable;
import dev.kiln.model.ModelFiles;
import dev.kiln.runtime.Native;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes the backups of a fit when they are due, and lets the fit begin at the last one.
///
/// They are written when every callback has done what it does at that moment: each is kept as it is between two steps.
final class Backups {
    private final FitState state;
    private final List<BackupAndRestore.Watcher> watchers;
    private final Consumer<TrainingEvent> told;

    Backups(FitState state, List<Callback> callbacks, Consumer<TrainingEvent> told) {
        this.state = state;
        this.told = told;
        this.watchers =
                callbacks.stream()
                        .filter(BackupAndRestore.Watcher.class::isInstance)
                        .map(BackupAndRestore.Watcher.class::cast)
                        .toList();
    }

    /// Goes to where the fit stood when it was backed up; empty where it was not.
    Optional<FitState.Restored> restore() {
        return watchers.stream()
                .filter(each -> Files.exists(each.file()) || Files.exists(each.previous()))
                .findFirst()
                .map(
                        each -> {
                            Map<String, Object> backup = read(each);
                            var restored = state.restore(backup);
                            sayOtherKernels(backup.get("kernels"));
                            return restored;
                        });
    }

    private void sayOtherKernels(@Nullable Object before) {
        String now = Native.variant();
        if (before != null && !before.equals(now)) {
            told.accept(
                    new TrainingEvent.Warned(
                            "W197",
                            "the backup was made with other kernels ("
                                    + before
                                    + "), here they are others ("
                                    + now
                                    + ").",
                            "The fit goes on; its numbers may differ in their last digits."));
        }
    }

    private Map<String, Object> read(BackupAndRestore.Watcher watcher) {
        if (!Files.exists(watcher.previous())) {
            return ModelFiles.find().loadCheckpoint(watcher.file());
        }
        try {
            return ModelFiles.find().loadCheckpoint(watcher.file());
        } catch (UserError damaged) {
            told.accept(
                    new TrainingEvent.Warned(
                            "W196",
                            "the last backup cannot be used: " + damaged.problem(),
                            "The fit goes on from the one before it."));
            return ModelFiles.find().loadCheckpoint(watcher.previous());
        }
    }

    boolean areKept() {
        return !watchers.isEmpty();
    }

    /// @param epochBegan what training changes, as it was when the epoch began
    void write(FitState.Place place, @Nullable Map<Variable, float[]> epochBegan) {
        for (var watcher : watchers) {
            if (watcher.takeDue()) {
                watcher.prepare();
                ModelFiles.find().saveCheckpoint(watcher.file(), state.at(place, epochBegan));
            }
        }
    }

    /// The fit has come to its end.
    void finish() {
        watchers.forEach(BackupAndRestore.Watcher::finish);
    }
}
