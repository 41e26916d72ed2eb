package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/// Makes the learning rate smaller when a score has not got better for some epochs.
///
/// Equal to `keras.callbacks.ReduceLROnPlateau` 3.x in names, defaults and behaviour.
@Doc(
        value = "makes the learning rate smaller when a score has not got better for some epochs",
        example = "reduce_lr_on_plateau(factor=0.5, patience=2)")
public record ReduceLROnPlateau(
        @Doc(value = "score to watch", example = "val_accuracy") String monitor,
        @Doc(value = "what the rate is multiplied by, 0 to below 1", example = "0.5") double factor,
        @Doc(
                        value = "epochs without getting better before the rate changes, 0 or more",
                        example = "2")
                int patience,
        @Doc(value = "accepted for Keras' sake", example = "1") int verbose,
        @Doc(
                        value = "whether less (min) or more (max) is better; auto asks the score",
                        example = "max")
                Mode mode,
        @Doc(value = "smallest change that counts as better, 0 or more", example = "0.001")
                double minDelta,
        @Doc(value = "epochs after a change in which nothing is counted, 0 or more", example = "1")
                int cooldown,
        @Doc(value = "smallest rate, 0 or more", example = "1e-5", name = "min_lr") double minLr)
        implements Callback {

    public ReduceLROnPlateau {
        if (!(factor < 1)) {
            throw new UserError(
                    "E143",
                    "factor=" + factor + " must be below 1.",
                    "Type: reduce_lr_on_plateau(factor=0.5)");
        }
    }

    public ReduceLROnPlateau() {
        this("val_loss", 0.1, 10, 0, Mode.AUTO, 1e-4, 0, 0);
    }

    public ReduceLROnPlateau(String monitor) {
        this(monitor, 0.1, 10, 0, Mode.AUTO, 1e-4, 0, 0);
    }

    public ReduceLROnPlateau withMonitor(String monitor) {
        return new ReduceLROnPlateau(
                monitor, factor, patience, verbose, mode, minDelta, cooldown, minLr);
    }

    public ReduceLROnPlateau withFactor(double factor) {
        return new ReduceLROnPlateau(
                monitor, factor, patience, verbose, mode, minDelta, cooldown, minLr);
    }

    public ReduceLROnPlateau withPatience(int patience) {
        return new ReduceLROnPlateau(
                monitor, factor, patience, verbose, mode, minDelta, cooldown, minLr);
    }

    public ReduceLROnPlateau withVerbose(int verbose) {
        return new ReduceLROnPlateau(
                monitor, factor, patience, verbose, mode, minDelta, cooldown, minLr);
    }

    public ReduceLROnPlateau withMode(Mode mode) {
        return new ReduceLROnPlateau(
                monitor, factor, patience, verbose, mode, minDelta, cooldown, minLr);
    }

    public ReduceLROnPlateau withMinDelta(double minDelta) {
        return new ReduceLROnPlateau(
                monitor, factor, patience, verbose, mode, minDelta, cooldown, minLr);
    }

    public ReduceLROnPlateau withCooldown(int cooldown) {
        return new ReduceLROnPlateau(
                monitor, factor, patience, verbose, mode, minDelta, cooldown, minLr);
    }

    public ReduceLROnPlateau withMinLr(double minLr) {
        return new ReduceLROnPlateau(
                monitor, factor, patience, verbose, mode, minDelta, cooldown, minLr);
    }

    @Override
    public Watcher watcher() {
        return new Watcher(this);
    }

    /// Watches one fit.
    public static final class Watcher implements Callback {
        private final ReduceLROnPlateau settings;
        private final Monitor monitor;
        private int wait;
        private int cooling;
        private @Nullable Double best;

        Watcher(ReduceLROnPlateau settings) {
            this.settings = settings;
            this.monitor =
                    new Monitor(
                            "reduce_lr_on_plateau",
                            settings.monitor(),
                            settings.mode(),
                            settings.minDelta());
        }

        @Override
        public void check(Trainee trainee) {
            monitor.check(trainee);
            trainee.setLearningRate(trainee.learningRate());
        }

        @Override
        public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
            logs.put("learning_rate", trainee.learningRate());
            Double current = logs.get(settings.monitor());
            if (current == null) {
                return;
            }
            if (cooling > 0) {
                cooling--;
                wait = 0;
            }
            if (monitor.isImprovement(current, best, trainee)) {
                best = current;
                wait = 0;
            } else if (cooling == 0) {
                wait++;
                if (wait >= settings.patience()
                        && trainee.learningRate() > (float) settings.minLr()) {
                    trainee.setLearningRate(
                            Math.max(trainee.learningRate() * settings.factor(), settings.minLr()));
                    cooling = settings.cooldown();
                    wait = 0;
                }
            }
        }

        @Override
        public Map<String, Object> state() {
            var state = new HashMap<String, Object>();
            state.put("wait", wait);
            state.put("cooling", cooling);
            if (best != null) {
                state.put("best", best);
            }
            return state;
        }

        @Override
        public void restore(Map<String, ?> state) {
            wait = ((Number) state.get("wait")).intValue();
            cooling = ((Number) state.get("cooling")).intValue();
            best = (Double) state.get("best");
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

        /// Epochs left in which nothing is counted.
        public int cooldownLeft() {
            return cooling;
        }

        /// The best score so far; null before the first.
        public @Nullable Double best() {
            return best;
        }
    }
}
