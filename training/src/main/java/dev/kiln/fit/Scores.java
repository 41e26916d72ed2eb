package dev.kiln.fit;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.metrics.Direction;
import dev.kiln.metrics.Metric;
import dev.kiln.metrics.State;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is counted while a model is trained or judged: the loss, each output's loss, the metrics. Updates are
/// written into a step's graph, values into one of their own.
final class Scores {
    private final Map<String, State> states = new LinkedHashMap<>();
    private final Map<String, Metric> metrics = new LinkedHashMap<>();
    private final List<String> means = new ArrayList<>();

    /// Begins a step's graph: what is written next belongs to it.
    void writeInto(Graph graph) {
        states.replaceAll((_, state) -> state.in(graph));
    }

    /// A mean over rows, for losses.
    ///
    /// @param value mean of this batch, a scalar
    void mean(Graph graph, String name, Tensor value, int rows) {
        if (!means.contains(name)) {
            means.add(name);
        }
        score(graph, name, value, rows);
    }

    /// Whether a loss or a metric has the name.
    boolean isTaken(String name) {
        return means.contains(name) || metrics.containsKey(name);
    }

    /// A mean over rows of which nobody says whether more is better.
    ///
    /// @param value mean of this batch, a scalar
    void score(Graph graph, String name, Tensor value, int rows) {
        State state = state(graph, name);
        state.add("total", value.times(rows));
        state.add("count", graph.constant(rows));
    }

    void metric(
            Graph graph,
            String name,
            Metric metric,
            Tensor yTrue,
            Tensor yPred,
            @Nullable Tensor weight) {
        metrics.put(name, metric);
        metric.update(state(graph, name), yTrue, yPred, weight);
    }

    private State state(Graph graph, String name) {
        return states.computeIfAbsent(name, n -> new State(graph, "metrics/" + n));
    }

    /// Every score's value now, as outputs of a graph.
    Map<String, Tensor> results(Graph graph) {
        var results = new LinkedHashMap<String, Tensor>();
        states.forEach(
                (name, state) -> {
                    State here = state.in(graph);
                    results.put(
                            name,
                            metrics.containsKey(name)
                                    ? metrics.get(name).result(here)
                                    : here.read("total").dividedByOrZero(here.read("count")));
                });
        return results;
    }

    /// In the order of compile: `loss` first.
    List<String> names() {
        return List.copyOf(states.keySet());
    }

    /// Every variable with the number that it is filled with before the first batch.
    Map<Variable, Double> initialValues() {
        var values = new LinkedHashMap<Variable, Double>();
        states.values().forEach(state -> values.putAll(state.initialValues()));
        return values;
    }

    /// The variables of the loss: its sum over rows, and their count.
    static Variable lossTotal() {
        return new Variable("metrics/loss/total", Shape.of(), Variable.Role.METRIC);
    }

    static Variable lossCount() {
        return new Variable("metrics/loss/count", Shape.of(), Variable.Role.METRIC);
    }

    /// Whether more of a score is better; empty where it is not known.
    Optional<Boolean> higherIsBetter(String name) {
        if (means.contains(name)) {
            return Optional.of(false);
        }
        Metric metric = metrics.get(name);
        if (metric == null) {
            return Optional.empty();
        }
        return switch (metric.direction()) {
            case Direction.UP -> Optional.of(true);
            case Direction.DOWN -> Optional.of(false);
            case Direction.UNKNOWN -> Optional.empty();
        };
    }
}
