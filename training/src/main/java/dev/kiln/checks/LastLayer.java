package dev.kiln.checks;

import dev.kiln.activations.ActivationFunction;
import dev.kiln.activations.Activations;
import dev.kiln.catalog.Entry;
import dev.kiln.layers.Activation;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Symbol;
import dev.kiln.layers.TimeDistributed;
import dev.kiln.model.Model;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/// Finds the activation that a model's output comes from: through layers that only move numbers about,
/// through nested models and wrappers, and through merges whose sides end alike.
public final class LastLayer {
    /// Layers that leave each number what it is.
    static final Set<String> MOVING =
            Set.of(
                    "reshape",
                    "flatten",
                    "permute",
                    "dropout",
                    "spatial_dropout1d",
                    "spatial_dropout2d",
                    "spatial_dropout3d",
                    "gaussian_noise",
                    "gaussian_dropout",
                    "alpha_dropout",
                    "repeat_vector",
                    "identity",
                    "masking",
                    "up_sampling1d",
                    "up_sampling2d",
                    "up_sampling3d",
                    "cropping1d",
                    "cropping2d",
                    "cropping3d",
                    "center_crop",
                    "max_pooling1d",
                    "max_pooling2d",
                    "max_pooling3d",
                    "global_max_pooling1d",
                    "global_max_pooling2d",
                    "global_max_pooling3d",
                    "activity_regularization");

    /// Merges, each with the activations that it leaves what they are.
    private static final Map<String, Set<String>> MERGES =
            Map.of(
                    "average", Set.of("softmax", "sigmoid", "linear"),
                    "concatenate", Set.of("sigmoid", "relu", "tanh", "linear"),
                    "maximum", Set.of("sigmoid", "relu", "tanh", "linear"),
                    "minimum", Set.of("sigmoid", "relu", "tanh", "linear"),
                    "add", Set.of("linear"),
                    "subtract", Set.of("linear"));

    private LastLayer() {}

    /// @param output which one of the model's outputs
    public static Ending of(Model model, int output) {
        Symbol symbol = model.outputSymbols().get(output);
        return new Ending(
                activation(symbol), symbol.shape().rank() == 0 ? Shape.of() : symbol.shape().row());
    }

    private static @Nullable String activation(Symbol symbol) {
        return symbol.call().map(call -> activation(call, symbol.index())).orElse(null);
    }

    private static @Nullable String activation(Symbol.Call call, int output) {
        Layer layer = call.layer();
        if (layer instanceof Model nested) {
            return activation(nested.outputSymbols().get(output));
        }
        String name = LayerKind.of(layer);
        if (name.isEmpty()) {
            return null;
        }
        if (layer instanceof TimeDistributed(Layer wrapped, var _)) {
            return activation(new Symbol.Call(wrapped, call.inputs(), call.arguments()), output);
        }
        if (MOVING.contains(name)) {
            return activation(call.inputs().getFirst());
        }
        if (MERGES.containsKey(name)) {
            return merged(call, MERGES.get(name));
        }
        if (LayerKind.argument(layer, "activation") instanceof ActivationFunction function) {
            String own = name(function);
            boolean addsNothing = layer instanceof Activation && "linear".equals(own);
            return addsNothing ? activation(call.inputs().getFirst()) : own;
        }
        // ReLU, Softmax, ELU and the like are activations by the layer's own name.
        return Activations.CATALOG.find(name).map(Entry::name).orElse(null);
    }

    private static @Nullable String name(ActivationFunction function) {
        return Activations.CATALOG.entryOf(function).map(Entry::name).orElse(null);
    }

    private static @Nullable String merged(Symbol.Call call, Set<String> kept) {
        String first = activation(call.inputs().getFirst());
        boolean areAlike =
                call.inputs().stream()
                        .allMatch(input -> first != null && first.equals(activation(input)));
        return areAlike && kept.contains(first) ? first : null;
    }
}
