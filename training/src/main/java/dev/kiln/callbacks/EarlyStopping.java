package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// Stops when a score has not got better for some epochs.
///
/// Equal to `keras.callbacks.EarlyStopping` 3.x in names, defaults and behaviour: NaN is never better, but
/// a NaN in the first watched epoch stays the best.
@Doc(
        value = "stops when a score has not got better for some epochs",
        example = "early_stopping(patience=3)")
public record EarlyStopping(
        @Doc(value = "score to watch", example = "val_accuracy") String monitor,
        @Doc(value = "smallest change that counts as better, 0 or more", example = "0.001")
                double minDelta,
        @Doc(
                        value = "epochs without getting better before training stops, 0 or more",
                        example = "3")
                int patience,
        @Doc(value = "accepted for Keras' sake; Kiln says why a fit stopped anyway", example = "1")
                int verbose,
        @Doc(
                        value = "whether less (min) or more (max) is better; auto asks the score",
                        example = "max")
                Mode mode,
        @Doc(
                        value =
                                "score that must be beaten for the waiting to start again; none for none",
                        example = "0.5")
                @Nullable Double baseline,
        @Doc(value = "whether the best epoch's weights come back at the end", example = "true")
                boolean restoreBestWeights,
        @Doc(value = "epochs before watching begins, 0 or more", example = "5") int startFromEpoch)
        implements Callback {

    public EarlyStopping() {
        this("val_loss", 0, 0, 0, Mode.AUTO, null, false, 0);
    }

    public EarlyStopping(String monitor) {
        this(monitor, 0, 0, 0, Mode.AUTO, null, false, 0);
    }

    public EarlyStopping withMonitor(String monitor) {
        return new EarlyStopping(
                monitor,
                minDelta,
                patience,
                verbose,
                mode,
                baseline,
                restoreBestWeights,
                startFromEpoch);
    }

    public EarlyStopping withMinDelta(double minDelta) {
        return new EarlyStopping(
                monitor,
                minDelta,
                patience,
                verbose,
                mode,
                baseline,
                restoreBestWeights,
                startFromEpoch);
    }

    public EarlyStopping withPatience(int patience) {
        return new EarlyStopping(
                monitor,
                minDelta,
                patience,
                verbose,
                mode,
                baseline,
                restoreBestWeights,
                startFromEpoch);
    }

    public EarlyStopping withVerbose(int verbose) {
        return new EarlyStopping(
                monitor,
                minDelta,
                patience,
                verbose,
                mode,
                baseline,
                restoreBestWeights,
                startFromEpoch);
    }

    public EarlyStopping withMode(Mode mode) {
        return new EarlyStopping(
                monitor,
                minDelta,
                patience,
                verbose,
                mode,
                baseline,
                restoreBestWeights,
                startFromEpoch);
    }

    public EarlyStopping withBaseline(@Nullable Double baseline) {
        return new EarlyStopping(
                monitor,
                minDelta,
                patience,
                verbose,
                mode,
                baseline,
                restoreBestWeights,
                startFromEpoch);
    }

    public EarlyStopping withRestoreBestWeights(boolean restoreBestWeights) {
        return new EarlyStopping(
                monitor,
                minDelta,
                patience,
                verbose,
                mode,
                baseline,
                restoreBestWeights,
                startFromEpoch);
    }

    public EarlyStopping withStartFromEpoch(int startFromEpoch) {
        return new EarlyStopping(
                monitor,
                minDelta,
                patience,
                verbose,
                mode,
                baseline,
                restoreBestWeights,
                startFromEpoch);
    }

    @Override
    public Watcher watcher() {
        return new Watcher(this);
    }

    /// Watches one fit.
    public static final class Watcher implements Callback {
        private final EarlyStopping settings;
        private final Monitor monitor;
        private int wait;
        private int stoppedEpoch;
        private int bestEpoch;
        private @Nullable Double best;
        private Trainee.@Nullable Snapshot bestWeights;

        Watcher(EarlyStopping settings) {
            this.settings = settings;
            this.monitor =
                    new Monitor(
                            "early_stopping",
                            settings.monitor(),
                            settings.mode(),
                            settings.minDelta());
        }

        @Override
        public void check(Trainee trainee) {
            monitor.check(trainee);
        }

        @Override
        public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
            Double current = logs.get(settings.monitor());
            if (current == null || epoch < settings.startFromEpoch()) {
                return;
            }
            if (settings.restoreBestWeights() && bestWeights == null) {
                bestWeights = trainee.snapshot();
                bestEpoch = epoch;
            }
            wait++;
            if (monitor.isImprovement(current, best, trainee)) {
                best = current;
                bestEpoch = epoch;
                if (settings.restoreBestWeights()) {
                    bestWeights = trainee.snapshot();
                }
                if (settings.baseline() == null
                        || monitor.isImprovement(current, settings.baseline(), trainee)) {
                    wait = 0;
                }
            } else if (wait >= settings.patience() && epoch > 0) {
                stoppedEpoch = epoch;
                trainee.stop(
                        "%s has not got better since epoch %d"
                                .formatted(settings.monitor(), bestEpoch + 1));
            }
        }

        @Override
        public void onTrainEnd(Map<String, Double> logs, Trainee trainee) {
            if (bestWeights != null) {
                trainee.restore(bestWeights);
            }
        }

        @Override
        public Map<String, Object> state() {
            var state = new HashMap<String, Object>();
            state.put("wait", wait);
            state.put("stopped_epoch", stoppedEpoch);
            state.put("best_epoch", bestEpoch);
            if (best != null) {
                state.put("best", best);
            }
            if (bestWeights != null) {
                state.put("best_weights", bestWeights);
            }
            return state;
        }

        @Override
        public void restore(Map<String, ?> state) {
            wait = ((Number) state.get("wait")).intValue();
            stoppedEpoch = ((Number) state.get("stopped_epoch")).intValue();
            bestEpoch = ((Number) state.get("best_epoch")).intValue();
            best = (Double) state.get("best");
            bestWeights = (Trainee.Snapshot) state.get("best_weights");
        }

        @Override
        public boolean readsBatchLogs() {
            return false;
        }

        @Override
        public String monitor() {
            return settings.monitor();
        }

        /// Epochs without getting better so far.
        public int waited() {
            return wait;
        }

        /// The epoch that stopped the fit, counted from 0; 0 where none did.
        public int stoppedEpoch() {
            return stoppedEpoch;
        }

        /// The best epoch so far, counted from 0.
        public int bestEpoch() {
            return bestEpoch;
        }

        /// The best score so far; null before the first.
        public @Nullable Double best() {
            return best;
        }
    }
}
