package dev.kiln.magics.training;

import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// The Java of a `%%fit` cell: run at the end of each epoch, with what it may want to see.
public abstract class EpochBody {
    /// The epoch that has ended, from 1.
    protected int epoch;

    /// Its scores by name, those of validation with `val_` before them.
    protected Map<String, Double> logs = Map.of();

    /// What is trained, with the weights after the epoch.
    protected @Nullable Model model;

    private boolean isStopped;

    /// The cell's lines.
    protected abstract void run() throws Exception;

    /// Ends the fit after this epoch; weights and history are kept.
    protected final void stop() {
        isStopped = true;
    }

    /// @return whether the body asked to stop
    final boolean ended(int epoch, Map<String, Double> logs) throws Exception {
        this.epoch = epoch;
        this.logs = logs;
        run();
        return isStopped;
    }
}
