package dev.kiln.model;

import dev.kiln.callbacks.Callback;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How `evaluate` and `predict` go over the rows. Arguments and defaults are Keras'.
///
/// @param batchSize rows a step, from 1
/// @param steps     steps to do, from 1; null for all rows
/// @param callbacks told of every step; theirs are the events of testing or of predicting
public record PassOptions(int batchSize, @Nullable Integer steps, List<Callback> callbacks) {
    public PassOptions {
        callbacks = List.copyOf(callbacks);
        if (batchSize < 1) {
            throw new UserError(
                    "E143",
                    "batch_size=" + batchSize + " must be a whole number from 1.",
                    "Type: batch_size=32");
        }
        if (steps != null && steps < 1) {
            throw new UserError(
                    "E143",
                    "steps=" + steps + " must be a whole number from 1.",
                    "Leave steps out to go over all rows.");
        }
    }

    /// 32 rows a step, all rows.
    public PassOptions() {
        this(32, null, List.of());
    }

    public PassOptions(int batchSize) {
        this(batchSize, null, List.of());
    }

    public PassOptions withBatchSize(int batchSize) {
        return new PassOptions(batchSize, steps, callbacks);
    }

    public PassOptions withSteps(@Nullable Integer steps) {
        return new PassOptions(batchSize, steps, callbacks);
    }

    public PassOptions withCallbacks(List<Callback> callbacks) {
        return new PassOptions(batchSize, steps, callbacks);
    }

    /// How many of so many rows the steps reach.
    public int rowsOf(int rows) {
        return steps == null ? rows : (int) Math.min((long) steps * batchSize, rows);
    }
}
