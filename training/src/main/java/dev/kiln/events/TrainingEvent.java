package dev.kiln.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One thing that happened in a fit.
public sealed interface TrainingEvent {

    /// Training is about to take its first step.
    ///
    /// @param initialEpoch    epochs counted as done already
    /// @param epochs          number of the last epoch
    /// @param stepsPerEpoch   steps in a whole epoch
    /// @param trainRows       rows trained on
    /// @param validationRows  rows judged on after each epoch; 0 for none
    /// @param scores          names in the order of the history: `accuracy`, `loss`, `val_accuracy`, …
    record Started(
            int initialEpoch,
            int epochs,
            int stepsPerEpoch,
            long trainRows,
            long validationRows,
            List<String> scores)
            implements TrainingEvent {
        public Started {
            scores = List.copyOf(scores);
        }
    }

    /// Steps were done; sent at most twenty times a second.
    ///
    /// @param epoch counted from 0
    /// @param step  steps done in this epoch
    /// @param rows  rows done in this epoch
    /// @param loss  mean of the losses since the epoch began
    record StepsDone(int epoch, int step, int stepsPerEpoch, long rows, double loss)
            implements TrainingEvent {}

    /// An epoch is over, validation included.
    ///
    /// @param epoch        counted from 0
    /// @param scores       by name, in the order of the history
    /// @param took         training and validation
    /// @param learningRate of the epoch's last step
    record EpochDone(int epoch, Map<String, Double> scores, Duration took, double learningRate)
            implements TrainingEvent {}

    /// Something that goes on but should be looked at.
    ///
    /// @param code    number in the reference, for example `W204`
    /// @param remedy  the line to type
    record Warned(String code, String problem, String remedy) implements TrainingEvent {}

    /// The fit is over.
    ///
    /// @param epoch the epoch it ended in, counted from 0
    /// @param step  steps done in that epoch
    /// @param message why, where a callback stopped it; else empty
    record Stopped(Reason reason, int epoch, int step, String message) implements TrainingEvent {}

    /// Why a fit ended.
    enum Reason {
        ALL_EPOCHS_DONE,
        INTERRUPTED,
        /// A callback asked for it.
        CALLBACK,
        LOSS_NOT_FINITE,
        TIME_IS_UP
    }
}
