package dev.kiln.events;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The scores of a fit, epoch by epoch. Names are in Keras' order: training alphabetically, then `val_`.
///
/// It grows while the fit runs, so that it holds the epochs done whatever ends the fit.
public final class History {
    private final List<Integer> epochs = new ArrayList<>();
    private final Map<String, List<Double>> scores = new LinkedHashMap<>();

    /// For each score the places of the epochs in which it was taken.
    private final Map<String, List<Integer>> taken = new LinkedHashMap<>();

    /// A history that was kept.
    ///
    /// @param epochs numbers of the epochs, from 0
    /// @param scores one number an epoch, as [#byEpoch(String)] gives them
    public static History of(List<Integer> epochs, Map<String, double[]> scores) {
        var history = new History();
        for (int place = 0; place < epochs.size(); place++) {
            var logs = new LinkedHashMap<String, Double>();
            for (var score : scores.entrySet()) {
                if (!Double.isNaN(score.getValue()[place])) {
                    logs.put(score.getKey(), score.getValue()[place]);
                }
            }
            history.add(epochs.get(place), logs);
        }
        return history;
    }

    /// Adds an epoch.
    ///
    /// @param epoch counted from 0
    public synchronized void add(int epoch, Map<String, Double> logs) {
        int place = epochs.size();
        epochs.add(epoch);
        logs.forEach(
                (name, value) -> {
                    scores.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
                    taken.computeIfAbsent(name, n -> new ArrayList<>()).add(place);
                });
    }

    /// Numbers of the epochs, from 0.
    public synchronized List<Integer> epochs() {
        return List.copyOf(epochs);
    }

    /// The scores of one epoch.
    ///
    /// @param place of the epoch in [#epochs]
    public synchronized Map<String, Double> at(int place) {
        var logs = new LinkedHashMap<String, Double>();
        taken.forEach(
                (name, places) -> {
                    int index = Collections.binarySearch(places, place);
                    if (index >= 0) {
                        logs.put(name, Objects.requireNonNull(scores.get(name)).get(index));
                    }
                });
        return logs;
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

    /// One number for each of the [#epochs()]; not-a-number where the score was not taken.
    ///
    /// @throws UserError where there is no such score
    public synchronized double[] byEpoch(String name) {
        double[] values = get(name);
        var places = Objects.requireNonNull(taken.get(name));
        var byEpoch = new double[epochs.size()];
        Arrays.fill(byEpoch, Double.NaN);
        for (int i = 0; i < values.length; i++) {
            byEpoch[places.get(i)] = values[i];
        }
        return byEpoch;
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

    /// One row an epoch, counted from 1; scores that were not taken in an epoch are missing there.
    public synchronized Table table() {
        var table = Table.create("history");
        table.addColumns(
                IntColumn.create("epoch", epochs.stream().mapToInt(epoch -> epoch + 1).toArray()));
        for (String name : scores.keySet()) {
            table.addColumns(DoubleColumn.create(name, byEpoch(name)));
        }
        return table;
    }

    @Override
    public String toString() {
        return table().print();
    }
}
