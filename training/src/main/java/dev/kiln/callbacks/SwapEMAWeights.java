package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;

import java.util.Map;

/// Puts the optimizer's moving average of the weights into the model for validation and at the end.
///
/// Equal to `keras.callbacks.SwapEMAWeights` 3.x in names, defaults and behaviour.
@Doc(
        value = "judges and ends with the moving average of the weights",
        example = "swap_ema_weights(swap_on_epoch=true)")
public record SwapEMAWeights(
        @Doc(
                        value =
                                "whether the average also stands in at the end of each epoch, for files",
                        example = "true")
                boolean swapOnEpoch)
        implements Callback {

    public SwapEMAWeights() {
        this(false);
    }

    public SwapEMAWeights withSwapOnEpoch(boolean swapOnEpoch) {
        return new SwapEMAWeights(swapOnEpoch);
    }

    /// Whether a watcher is one of this callback's.
    public static boolean isWatcher(Callback watcher) {
        return watcher instanceof Watcher;
    }

    @Override
    public Callback watcher() {
        return new Watcher(swapOnEpoch);
    }

    private static final class Watcher implements Callback {
        private final boolean swapOnEpoch;
        private boolean averageIsIn;

        Watcher(boolean swapOnEpoch) {
            this.swapOnEpoch = swapOnEpoch;
        }

        @Override
        public void onEpochBegin(int epoch, Trainee trainee) {
            if (swapOnEpoch && averageIsIn) {
                swap(trainee, false);
            }
        }

        @Override
        public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
            if (swapOnEpoch && !averageIsIn) {
                swap(trainee, true);
            }
        }

        @Override
        public void onTestBegin(Trainee trainee) {
            swap(trainee, !averageIsIn);
        }

        @Override
        public void onTestEnd(Map<String, Double> logs, Trainee trainee) {
            swap(trainee, !averageIsIn);
        }

        @Override
        public void onPredictBegin(Trainee trainee) {
            if (!swapOnEpoch) {
                swap(trainee, true);
            }
        }

        @Override
        public void onPredictEnd(Trainee trainee) {
            if (!swapOnEpoch) {
                swap(trainee, false);
            }
        }

        @Override
        public void onTrainEnd(Map<String, Double> logs, Trainee trainee) {
            if (!averageIsIn) {
                swap(trainee, true);
            }
            trainee.averageFromWeights();
        }

        private void swap(Trainee trainee, boolean average) {
            trainee.swapWithAverage();
            averageIsIn = average;
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("average_is_in", averageIsIn);
        }

        @Override
        public void restore(Map<String, ?> state) {
            averageIsIn = (Boolean) state.get("average_is_in");
        }

        @Override
        public boolean readsBatchLogs() {
            return false;
        }
    }
}
