package dev.kiln.checks;

import dev.kiln.catalog.Entry;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Layers;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Model;
import dev.kiln.model.Part;

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
        return scales(model, model.inputSymbols().get(input));
    }

    private static boolean scales(Model model, Symbol from) {
        return model.layers().stream()
                .map(Part::calls)
                .flatMap(calls -> calls.stream())
                .filter(call -> call.inputs().stream().anyMatch(from::isSame))
                .anyMatch(call -> scales(model, call, from));
    }

    private static boolean scales(Model model, Symbol.Call call, Symbol from) {
        if (call.layer() instanceof Model nested) {
            int position = 0;
            while (!from.isSame(call.inputs().get(position))) {
                position++;
            }
            return scales(nested, position);
        }
        String name = name(call.layer());
        // A reshaped input still is that input.
        return SCALING.contains(name)
                || (LastLayer.MOVING.contains(name)
                        && model.layers().stream()
                                .filter(part -> part.calls().contains(call))
                                .anyMatch(part -> scales(model, part.output())));
    }

    private static String name(Layer layer) {
        return Layers.CATALOG.entryOf(layer).map(Entry::name).orElse("");
    }
}
