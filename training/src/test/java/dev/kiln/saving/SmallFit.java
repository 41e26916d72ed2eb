package dev.kiln.saving;

import dev.kiln.callbacks.Callback;
import dev.kiln.events.TrainingEvent;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import java.util.ArrayList;
import java.util.List;

/// Three epochs of a line through sixteen points.
final class SmallFit {
    private SmallFit() {}

    static Model model() {
        return Sequential.of(new Input(1), new Dense(3, "relu"), new Dense(1))
                .compile("adam", "mse");
    }

    /// @return what the fit told
    static List<TrainingEvent> run(int batchSize, Callback callback) {
        var x = new float[16][1];
        var y = new float[16];
        for (int row = 0; row < x.length; row++) {
            x[row][0] = row / 16f;
            y[row] = 2 * x[row][0] + 1;
        }
        var told = new ArrayList<TrainingEvent>();
        model().fit(
                        x,
                        y,
                        new FitOptions(3)
                                .withBatchSize(batchSize)
                                .withCallbacks(List.of(callback))
                                .withWatcher(told::add));
        return told;
    }
}
