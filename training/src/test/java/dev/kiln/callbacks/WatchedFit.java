package dev.kiln.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.events.History;
import dev.kiln.events.TrainingEvent;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Input;
import dev.kiln.model.Checks;
import dev.kiln.model.CompileOptions;
import dev.kiln.model.FitOptions;
import dev.kiln.model.Sequential;
import dev.kiln.optimizers.SGD;

import java.util.List;

/// A fit of a model of one weight, in which a record's scores stand in the place of the model's own.
final class WatchedFit {
    final Sequential model = Sequential.of(new Input(1), new Dense(1).withUseBias(false));
    private TrainingEvent.Reason reason = TrainingEvent.Reason.ALL_EPOCHS_DONE;

    WatchedFit(double learningRate) {
        model.compile(
                CompileOptions.of(new SGD(learningRate), "mse", "accuracy").withChecks(Checks.OFF));
    }

    /// @param batches   steps an epoch, one row each
    /// @param callbacks told in this order
    History run(int epochs, int batches, Callback... callbacks) {
        var options =
                new FitOptions(epochs)
                        .withBatchSize(1)
                        .withShuffle(false)
                        .withChecks(Checks.OFF)
                        .withCallbacks(List.of(callbacks))
                        .withWatcher(this::note);
        return model.fit(new float[batches][1], new float[batches][1], options);
    }

    /// Whether a callback ended the fit.
    boolean wasStopped() {
        return reason == TrainingEvent.Reason.CALLBACK;
    }

    /// Sets the model's only weight.
    void setWeight(float value) {
        model.weights().all().getFirst().set(new float[] {value});
    }

    float weight() {
        float[] values = model.weights().all().getFirst().get();
        assertThat(values).hasSize(1);
        return values[0];
    }

    private void note(TrainingEvent event) {
        if (event instanceof TrainingEvent.Stopped stopped) {
            reason = stopped.reason();
        }
    }
}
