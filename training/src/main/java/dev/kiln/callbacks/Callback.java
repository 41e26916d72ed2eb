package dev.kiln.callbacks;

import dev.kiln.catalog.Catalogued;
import dev.kiln.data.FloatArray;

import java.util.List;
import java.util.Map;

/// Watches a fit and may act on it. Every method does nothing unless it is overridden; the order of
/// calls is Keras'.
@Catalogued(by = Callbacks.class)
public interface Callback {
    /// The one that watches the next fit. Settings that are kept in a record give a fresh watcher here; a
    /// callback of your own is its own.
    default Callback watcher() {
        return this;
    }

    /// Asked before training, so that what would stop it later is said at once.
    ///
    /// @throws dev.kiln.catalog.UserError where it cannot do its work on this trainee
    default void check(Trainee trainee) {}

    default void onTrainBegin(Trainee trainee) {}

    default void onTrainEnd(Map<String, Double> logs, Trainee trainee) {}

    /// @param epoch counted from 0
    default void onEpochBegin(int epoch, Trainee trainee) {}

    /// @param epoch counted from 0
    /// @param logs  scores by name, validation included; may be added to, for the callbacks that follow and the history
    default void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {}

    /// @param batch counted from 0 in each epoch
    default void onTrainBatchBegin(int batch, Trainee trainee) {}

    /// @param logs running means since the epoch began
    default void onTrainBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {}

    default void onTestBegin(Trainee trainee) {}

    default void onTestEnd(Map<String, Double> logs, Trainee trainee) {}

    default void onTestBatchBegin(int batch, Trainee trainee) {}

    default void onTestBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {}

    default void onPredictBegin(Trainee trainee) {}

    default void onPredictEnd(Trainee trainee) {}

    default void onPredictBatchBegin(int batch, Trainee trainee) {}

    /// @param outputs what the model gave for this batch, one array an output
    default void onPredictBatchEnd(int batch, List<FloatArray> outputs, Trainee trainee) {}

    /// Whether [#onTrainBatchEnd] and [#onTestBatchEnd] read their logs, which cost a little each step.
    default boolean readsBatchLogs() {
        return true;
    }

    /// What it has noted during this fit and needs to go on after a restart: numbers, texts, truth values, `float[]`,
    /// lists, maps and [Trainee.Snapshot]s, by name. A callback of your own that keeps nothing leaves it.
    default Map<String, Object> state() {
        return Map.of();
    }

    /// Takes back what [#state] gave, before [#onTrainBegin]. Whole numbers may come back as another whole type.
    default void restore(Map<String, ?> state) {}

    /// The score whose absence makes the callback useless; empty for none.
    default String monitor() {
        return "";
    }
}
