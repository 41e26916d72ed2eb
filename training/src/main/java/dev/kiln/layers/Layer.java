package dev.kiln.layers;

import dev.kiln.catalog.Catalogued;

import java.util.Arrays;
import java.util.List;

/// A part of a model: settings and a formula.
///
/// One that takes one tensor and gives one is a [Formula]. The instance decides about sharing: applied
/// twice, it uses the same weights twice.
@Catalogued(by = Layers.class)
@FunctionalInterface
public interface Layer {
    /// The layer's formula, written into the graph of its inputs.
    ///
    /// @param inputs one or more, batch first; every dimension known
    /// @param scope  gives weights, states, random numbers and the call's arguments
    List<Signal> call(List<Signal> inputs, Scope scope);

    /// Name, whether it is trained, penalty on its outputs.
    default LayerSettings settings() {
        return LayerSettings.DEFAULT;
    }

    /// Whether the penalty of [LayerSettings#activityRegularizer] is on the layer's outputs; one that hands it on
    /// to its parts says no.
    default boolean penalizesOutputs() {
        return true;
    }

    /// The layer's first output for symbolic inputs.
    ///
    /// @throws dev.kiln.catalog.UserError where the layer cannot take these shapes
    default Symbol apply(Symbol... inputs) {
        return applyAll(Arrays.asList(inputs), Arguments.NONE).getFirst();
    }

    /// The layer's first output for symbolic inputs and further arguments of the call.
    default Symbol apply(List<Symbol> inputs, Arguments arguments) {
        return applyAll(inputs, arguments).getFirst();
    }

    /// All outputs of the layer, for example the sequence and the states of a recurrent one.
    default List<Symbol> applyAll(List<Symbol> inputs, Arguments arguments) {
        return Symbol.of(new Symbol.Call(this, inputs, arguments));
    }
}
