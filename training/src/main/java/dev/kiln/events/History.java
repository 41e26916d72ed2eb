package dev.kiln.events;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The scores of a fit, epoch by epoch. Names are in Keras' order: training alphabetically, then `val_`.
///
/// It grows while the fit runs, so that it holds the epochs done whatever ends the fit.
public final class History {
    private final List<Integer> epochs = new ArrayList<>();
    private final Map<String, List<Double>> scores = new LinkedHashMap<>();

    /// A history that was kept.
    ///
    /// @param epochs numbers of the epochs, from 0
    /// @param scores one number an epoch in which the score was taken
    public static History of(List<Integer> epochs, Map<String, List<Double>> scores) {
        var history = new History();
        history.epochs.addAll(epochs);
        scores.forEach((name, values) -> history.scores.put(name, new ArrayList<>(values)));
        return history;
    }

    /// Adds an epoch.
    ///
    /// @param epoch counted from 0
    public synchronized void add(int epoch, Map<String, Double> logs) {
        epochs.add(epoch);
        logs.forEach(
                (name, value) -> scores.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }

    /// Numbers of the epochs, from 0.
    public synchronized List<Integer> epochs() {
        return List.copyOf(epochs);
    }

    /// In Keras' order.
    public synchronized List<String> names() {
        return List.copyOf(scores.keySet());
    }

    /// One number an epoch in which the score was taken.
    ///
    /// @throws UserError where there is no such score
    public synchronized double[] get(String name) {
        var values = scores.get(name);
        if (values == null) {
            throw new UserError(
                    "E152",
                    "the history has no " + name + "." + Names.question(name, scores.keySet()),
                    "Logged: " + String.join(", ", scores.keySet()) + ".");
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// The last number of a score.
    public double last(String name) {
        double[] values = get(name);
        return values[values.length - 1];
    }

    public synchronized Map<String, List<Double>> scores() {
        var copy = new LinkedHashMap<String, List<Double>>();
        scores.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return Collections.unmodifiableMap(copy);
    }

    /// One row an epoch, counted from 1; scores that were not taken in every epoch are missing at the start.
    public synchronized Table table() {
        var table = Table.create("history");
        table.addColumns(
                IntColumn.create("epoch", epochs.stream().mapToInt(epoch -> epoch + 1).toArray()));
        scores.forEach(
                (name, values) -> {
                    var column = DoubleColumn.create(name);
                    for (int missing = values.size(); missing < epochs.size(); missing++) {
                        column.appendMissing();
                    }
                    values.forEach(column::append);
                    table.addColumns(column);
                });
        return table;
    }

    @Override
    public String toString() {
        return table().print();
    }
}
