package dev.kiln.metrics;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.tensor.Shape;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a metric remembers between batches: variables of a graph, declared where they are first used.
///
/// The updates belong to the step's graph; a value can be read in a graph of its own, see [#in].
public final class State {
    private final Graph graph;
    private final String path;
    private final Map<String, Slot> slots;

    private record Slot(Variable variable, double initial) {}

    /// @param path unique in the model, the beginning of the variables' names: `metrics/auc`
    public State(Graph graph, String path) {
        this(graph, path, new LinkedHashMap<>());
    }

    private State(Graph graph, String path, Map<String, Slot> slots) {
        this.graph = graph;
        this.path = path;
        this.slots = slots;
    }

    /// The same variables, read and written in another graph.
    public State in(Graph other) {
        return new State(other, path, slots);
    }

    public Graph graph() {
        return graph;
    }

    /// Every variable declared so far, with the number that fills it before the first batch.
    public Map<Variable, Double> initialValues() {
        var values = new LinkedHashMap<Variable, Double>();
        slots.values().forEach(slot -> values.put(slot.variable(), slot.initial()));
        return values;
    }

    public boolean has(String name) {
        return slots.containsKey(name);
    }

    /// A variable that holds `initial` before the first batch.
    public Tensor read(String name, Shape shape, double initial) {
        var slot =
                slots.computeIfAbsent(
                        name,
                        n ->
                                new Slot(
                                        new Variable(path + "/" + n, shape, Variable.Role.METRIC),
                                        initial));
        return graph.read(slot.variable());
    }

    /// A variable that holds 0 before the first batch.
    public Tensor read(String name, Shape shape) {
        return read(name, shape, 0);
    }

    /// A variable whose shape the first batch decided.
    ///
    /// @throws UserError where no batch was seen
    public Tensor read(String name) {
        Slot slot = slots.get(name);
        if (slot == null) {
            throw new UserError(
                    path.substring(path.lastIndexOf('/') + 1)
                            + " has no value yet: it has seen no data.",
                    "Train or evaluate first.");
        }
        return graph.read(slot.variable());
    }

    /// Adds to a variable that holds 0 before the first batch.
    public void add(String name, Tensor increment) {
        write(name, read(name, increment.shape()).plus(increment));
    }

    /// Replaces the value of a variable that was read before.
    public void write(String name, Tensor value) {
        Slot slot = slots.get(name);
        if (slot == null) {
            throw new IllegalStateException(path + " has no variable " + name);
        }
        graph.update(slot.variable(), value);
    }
}
