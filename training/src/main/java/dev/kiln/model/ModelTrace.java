package dev.kiln.model;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Declaration;
import dev.kiln.layers.Signal;
import dev.kiln.layers.State;
import dev.kiln.layers.Supply;
import dev.kiln.layers.Tracing;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes a model into a graph, with its weights from a source and its states as variables.
final class ModelTrace implements Supply {
    private final Graph graph;
    private final WeightSource source;
    private final Map<Storage, Weight> weights = new IdentityHashMap<>();
    private final Map<Weight, Tensor> used = new LinkedHashMap<>();

    private ModelTrace(Model model, Graph graph, WeightSource source) {
        this.graph = graph;
        this.source = source;
        for (Weight weight : model.weights().all()) {
            weights.put(weight.storage(), weight);
        }
    }

    static Forward run(
            Model model, Graph graph, List<Signal> inputs, boolean training, WeightSource source) {
        var trace = new ModelTrace(model, graph, source);
        var root = Tracing.root(graph, training, trace, model, model.rootPath());
        var outputs = model.call(inputs, root);
        var penalties = new ArrayList<>(root.penalties());
        trace.used.forEach(
                (weight, tensor) ->
                        weight.regularizer()
                                .filter(regularizer -> weight.isTrainable())
                                .ifPresent(
                                        regularizer -> penalties.add(regularizer.penalty(tensor))));
        return new Forward(outputs, penalties, root.passages());
    }

    private Weight find(Tracing at, Declaration declaration) {
        return Objects.requireNonNull(
                weights.get(Owned.of(at).storage(at, declaration)),
                () ->
                        at.path()
                                + "/"
                                + declaration.name()
                                + " was not declared when the model was built");
    }

    @Override
    public Tensor weight(Tracing at, Declaration declaration) {
        return used.computeIfAbsent(find(at, declaration), source::of);
    }

    @Override
    public Tensor replaced(Tracing at, Declaration declaration, Tensor value) {
        Weight weight = find(at, declaration);
        source.replace(weight, value);
        used.put(weight, value);
        return value;
    }

    @Override
    public State state(Tracing at, Declaration declaration) {
        var variable = find(at, declaration).variable();
        return new State() {
            @Override
            public Tensor read() {
                return graph.read(variable);
            }

            @Override
            public void update(Tensor value) {
                graph.update(variable, value);
            }
        };
    }

    @Override
    public boolean trainable(Tracing at) {
        for (Tracing scope = at; scope != null; scope = scope.parent()) {
            if (!Owned.of(scope.layer()).isTrained(scope.layer())) {
                return false;
            }
        }
        return true;
    }
}
