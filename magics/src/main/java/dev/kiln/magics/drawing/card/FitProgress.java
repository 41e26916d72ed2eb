package dev.kiln.magics.drawing.card;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How far a fit has come, for one frame of its card.
///
/// @param run              for example `run 3`
/// @param name             the model's; may be empty
/// @param epoch            the one that runs, or ran last, from 1
/// @param epochs           how many there will be
/// @param step             steps done in this epoch
/// @param steps            steps of an epoch, from 1
/// @param elapsed          since the first step
/// @param left             about how much longer; empty where it is not known yet
/// @param atMost           whether the fit may stop earlier by itself
/// @param samplesPerSecond not-a-number where it is not known yet
/// @param learningRate     of the step done last
/// @param names            what is logged, training and validation: `loss`, `val_loss`, `accuracy`, …
/// @param rows             the epochs done, and the running one
/// @param monitored        the logged name that says which epoch is best
/// @param best             the best epoch so far
/// @param earlier          epochs that an earlier fit of this run trained
public record FitProgress(
        String run,
        String name,
        int epoch,
        int epochs,
        int step,
        int steps,
        Duration elapsed,
        Optional<Duration> left,
        boolean atMost,
        double samplesPerSecond,
        double learningRate,
        List<String> names,
        List<EpochRow> rows,
        String monitored,
        OptionalInt best,
        int earlier) {

    public FitProgress {
        names = List.copyOf(names);
        rows = List.copyOf(rows);
        for (EpochRow row : rows) {
            if (row.values().size() != names.size()) {
                throw new IllegalArgumentException(
                        "epoch "
                                + row.epoch()
                                + " has "
                                + row.values().size()
                                + " values for "
                                + names.size()
                                + " names");
            }
        }
    }

    /// As it is when no more epochs come: charts reach to the last one done.
    FitProgress ended() {
        return new FitProgress(
                run,
                name,
                epoch,
                rows.isEmpty() ? epochs : rows.getLast().epoch(),
                step,
                steps,
                elapsed,
                left,
                atMost,
                samplesPerSecond,
                learningRate,
                names,
                rows,
                monitored,
                best,
                earlier);
    }

    /// Done, 0 to 1.
    double share() {
        double done = epoch - 1 - earlier + (double) step / Math.max(1, steps);
        return Math.clamp(done / Math.max(1, epochs - earlier), 0, 1);
    }
}
