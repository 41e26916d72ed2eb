package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import java.util.Map;

/// Stops when the loss is NaN or infinite.
///
/// Equal to `keras.callbacks.TerminateOnNaN` 3.x in names, defaults and behaviour.
@Doc(value = "stops when the loss is NaN or infinite", example = "terminate_on_nan")
public record TerminateOnNaN(
        @Doc(value = "whether the fit ends with an error instead of ending early", example = "true")
                boolean raiseError)
        implements Callback {

    public TerminateOnNaN() {
        this(false);
    }

    public TerminateOnNaN withRaiseError(boolean raiseError) {
        return new TerminateOnNaN(raiseError);
    }

    @Override
    public void onTrainBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {
        Double loss = logs.get("loss");
        if (loss != null && !Double.isFinite(loss)) {
            String why =
                    trainee.notFinite()
                            .orElse("the loss became " + loss + " at batch " + (batch + 1));
            if (raiseError) {
                throw new UserError(
                        "E222",
                        why + ".",
                        "Usual cause: too high a learning rate. Type: %compile adam(learning_rate=0.0001) …");
            }
            trainee.stop(why);
        }
    }
}
