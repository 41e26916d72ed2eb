package dev.kiln.checks;

import dev.kiln.layers.Layer;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Model;
import dev.kiln.model.Part;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds out whether a model brings its inputs to size itself.
public final class FirstLayer {
    private static final Set<String> SCALING =
            Set.of(
                    "embedding",
                    "rescaling",
                    "normalization",
                    "batch_normalization",
                    "layer_normalization",
                    "group_normalization",
                    "rms_normalization",
                    "unit_normalization");

    private FirstLayer() {}

    /// @param input which one of the model's inputs
    public static boolean scales(Model model, int input) {
        return takers(model, input).stream()
                .anyMatch(layer -> SCALING.contains(LayerKind.of(layer)));
    }

    /// The layers that first do something with an input: those that only move its numbers about are passed.
    static List<Layer> takers(Model model, int input) {
        var found = new ArrayList<Layer>();
        collect(model, model.inputSymbols().get(input), found);
        return found;
    }

    private static void collect(Model model, Symbol from, List<Layer> found) {
        for (Part part : model.layers()) {
            for (Symbol.Call call : part.calls()) {
                if (call.inputs().stream().anyMatch(from::isSame)) {
                    collect(model, part, call, from, found);
                }
            }
        }
    }

    private static void collect(
            Model model, Part part, Symbol.Call call, Symbol from, List<Layer> found) {
        if (call.layer() instanceof Model nested) {
            int position = 0;
            while (!from.isSame(call.inputs().get(position))) {
                position++;
            }
            found.addAll(takers(nested, position));
        } else if (LastLayer.MOVING.contains(LayerKind.of(call.layer()))) {
            // A reshaped input still is that input.
            collect(model, part.output(), found);
        } else {
            found.add(call.layer());
        }
    }
}
