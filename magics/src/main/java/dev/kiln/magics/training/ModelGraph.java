package dev.kiln.magics.training;

import dev.kiln.catalog.UserError;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Symbol;
import dev.kiln.magics.drawing.chart.GraphPlot;
import dev.kiln.model.Model;
import dev.kiln.model.Part;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// A model's layers and what flows between them, as boxes and lines.
final class ModelGraph {
    private ModelGraph() {}

    /// @param name as the user gave it
    static GraphPlot of(Model model, String name) {
        if (!model.isBuilt()) {
            throw new UserError(
                    "E183",
                    "the model does not know its input yet, so its layers have no shapes.",
                    "Start the model with: input auto   or type: %fit epochs=1");
        }
        var parts = model.layers();
        Map<Layer, Integer> places = new IdentityHashMap<>();
        Map<Symbol, Integer> symbols = new IdentityHashMap<>();
        var boxes = new ArrayList<GraphPlot.Box>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            places.put(part.layer(), i);
            part.outputs().forEach(output -> symbols.put(output, places.get(part.layer())));
            boxes.add(new GraphPlot.Box(part.name(), part.outputShape().row().toString()));
        }
        var flows = new LinkedHashSet<GraphPlot.Flow>();
        for (int i = 0; i < parts.size(); i++) {
            for (Symbol.Call call : parts.get(i).calls()) {
                for (Symbol source : call.sources()) {
                    Integer from = source(source, places, symbols);
                    if (from != null && from < i) {
                        flows.add(new GraphPlot.Flow(from, i));
                    }
                }
            }
        }
        return new GraphPlot(
                "Model " + (name.isEmpty() ? model.name() : name), boxes, List.copyOf(flows));
    }

    private static @Nullable Integer source(
            Symbol source, Map<Layer, Integer> places, Map<Symbol, Integer> symbols) {
        return source.call().isPresent()
                ? places.get(source.call().get().layer())
                : symbols.get(source);
    }
}
