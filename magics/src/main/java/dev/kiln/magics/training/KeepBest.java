package dev.kiln.magics.training;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Trainee;
import dev.kiln.magics.session.Run;
import dev.kiln.model.Model;

import java.util.Map;

/// Copies the weights of the best epoch so far into the run: by validation loss as soon as there is one.
final class KeepBest implements Callback {
    private final Run run;
    private final Model model;
    private String monitor = "loss";
    private double best = Double.POSITIVE_INFINITY;

    KeepBest(Run run, Model model) {
        this.run = run;
        this.model = model;
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
        if (monitor.equals("loss") && logs.containsKey("val_loss")) {
            monitor = "val_loss";
            best = Double.POSITIVE_INFINITY;
        }
        double value = logs.getOrDefault(monitor, Double.NaN);
        if (value < best) {
            best = value;
            run.keepBest(model.weights().values());
        }
    }

    @Override
    public boolean readsBatchLogs() {
        return false;
    }
}
