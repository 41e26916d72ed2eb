package dev.kiln.magics.drawing.card;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A line in the table of epochs.
///
/// @param epoch  counted from 1
/// @param values one for each logged name; not-a-number where it is not known yet
/// @param took   how long it took; empty while it runs
public record EpochRow(int epoch, List<Double> values, Optional<Duration> took) {
    public EpochRow {
        values = List.copyOf(values);
    }
}
