package dev.kiln.model;

import dev.kiln.layers.Arguments;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Symbol;
import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.Optional;

/// A layer as it stands in a model: its name, its weights, whether it is trained.
public final class Part {
    private final Model model;
    private final Layer layer;
    private final String name;
    private final List<Symbol.Call> calls;
    private final List<List<Symbol>> outputs;

    Part(
            Model model,
            Layer layer,
            String name,
            List<Symbol.Call> calls,
            List<List<Symbol>> outputs) {
        this.model = model;
        this.layer = layer;
        this.name = name;
        this.calls = List.copyOf(calls);
        this.outputs = List.copyOf(outputs);
    }

    /// Unique in the model.
    public String name() {
        return name;
    }

    /// The settings.
    public Layer layer() {
        return layer;
    }

    /// The layer as a model, where it is one; built by what it was applied to.
    public Optional<Model> asModel() {
        if (!(layer instanceof Model inner)) {
            return Optional.empty();
        }
        if (!inner.isBuilt()) {
            inner.build(calls.getFirst().inputs().getFirst().shape().row());
        }
        return Optional.of(inner);
    }

    /// Where the model uses it; none for an input.
    public List<Symbol.Call> calls() {
        return calls;
    }

    /// The first output of its first use, from which another model can be made.
    public Symbol output() {
        return outputs.getFirst().getFirst();
    }

    /// All outputs of its first use.
    public List<Symbol> outputs() {
        return outputs.getFirst();
    }

    /// Batch first; [Shape#UNKNOWN] where the data decides.
    public Shape outputShape() {
        return output().shape();
    }

    public Weights weights() {
        return model.weights().of(layer);
    }

    public boolean isTrainable() {
        return Owned.of(layer).isTrained(layer);
    }

    /// Freezes the layer, or trains it again. Holds for every model that uses it, from the next compile on.
    public void setTrainable(boolean trainable) {
        Owned.of(layer).setTrained(trainable);
    }

    /// Sets the states of the layer to 0, where it is stateful.
    public void resetStates() {
        weights().resetStates();
    }

    /// What the call was given besides its inputs.
    Arguments arguments() {
        return calls.isEmpty() ? Arguments.NONE : calls.getFirst().arguments();
    }

    @Override
    public String toString() {
        return name + " : " + outputShape().row();
    }
}
