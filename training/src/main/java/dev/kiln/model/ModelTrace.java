package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Arguments;
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
import java.util.stream.Collectors;

/// Writes passes through a model into a graph, with its weights from a source and its states as variables. All passes
/// share weights; random numbers are each pass's own.
public final class ModelTrace implements Supply {
    private final Model model;
    private final Graph graph;
    private final WeightSource source;
    private final Tracing root;
    private final Map<Storage, Weight> weights = new IdentityHashMap<>();
    private final Map<Weight, Tensor> used = new LinkedHashMap<>();
    private boolean isFrozen;

    ModelTrace(Model model, Graph graph, boolean training, WeightSource source) {
        this.model = model;
        this.graph = graph;
        this.source = source;
        this.root = Tracing.root(graph, training, this, model, model.rootPath());
        for (Weight weight : model.weights().all()) {
            weights.put(weight.storage(), weight);
        }
    }

    /// The model's outputs, with the masks that loss and metrics heed.
    ///
    /// @throws UserError E136 where there are more or fewer inputs than the model has
    public List<Signal> pass(List<Signal> inputs) {
        if (inputs.size() != model.inputs().size()) {
            throw new UserError(
                    "E136",
                    "the model takes "
                            + model.inputs().size()
                            + " inputs, not "
                            + inputs.size()
                            + ".",
                    "Give one array for each of: "
                            + model.inputs().stream()
                                    .map(ModelInput::name)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return LostMasks.without(model, model.call(inputs, root));
    }

    /// The outputs of one layer by itself.
    ///
    /// @throws UserError where no layer has the name
    public List<Signal> pass(String layer, List<Signal> inputs) {
        return root.call(layer, model.layer(layer).layer(), inputs, Arguments.NONE);
    }

    /// Whether weights of the passes from here on count as constants.
    public void freeze(boolean isFrozen) {
        this.isFrozen = isFrozen;
    }

    /// What all passes have left behind.
    ///
    /// @param outputs of the model
    public Forward forward(List<Signal> outputs) {
        var penalties = new ArrayList<>(root.penalties());
        used.forEach(
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
        Tensor weight = used.computeIfAbsent(find(at, declaration), source::of);
        return isFrozen ? weight.stopGradient() : weight;
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
