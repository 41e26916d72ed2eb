package dev.kiln.magics.drawing.card;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A line in the table of epochs.
///
/// @param epoch  counted from 1
/// @param values one for each logged name; not-a-number where it is not known yet
/// @param took    how long it took; empty while it runs
/// @param untaken places of the names that the epoch gave no score for
public record EpochRow(
        int epoch, List<Double> values, Optional<Duration> took, Set<Integer> untaken) {
    public EpochRow {
        values = List.copyOf(values);
        untaken = Set.copyOf(untaken);
    }

    /// A row with a score for every name, or one that is still running.
    public EpochRow(int epoch, List<Double> values, Optional<Duration> took) {
        this(epoch, values, took, Set.of());
    }
}
