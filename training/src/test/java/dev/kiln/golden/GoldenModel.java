package dev.kiln.golden;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.layers.Arguments;
import dev.kiln.layers.Input;
import dev.kiln.layers.KerasConfig;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Models as the records write them: Keras' `to_json`.
public final class GoldenModel {
    private final Map<String, Layer> layers = new HashMap<>();

    /// Outputs of each use of a layer, in the order of the uses.
    private final Map<String, List<List<Symbol>>> uses = new HashMap<>();

    private GoldenModel() {}

    public static Model of(JsonObject json) {
        JsonObject config = json.getAsJsonObject("config");
        String name = config.get("name").getAsString();
        return json.get("class_name").getAsString().equals("Sequential")
                ? Sequential.of(name, chain(config))
                : new GoldenModel().functional(name, config);
    }

    private static List<Layer> chain(JsonObject config) {
        return config.getAsJsonArray("layers").asList().stream()
                .map(layer -> layer(layer.getAsJsonObject()))
                .toList();
    }

    private static Layer layer(JsonObject json) {
        String className = json.get("class_name").getAsString();
        return className.equals("Sequential") || className.equals("Functional")
                ? of(json)
                : KerasConfig.layer(
                        className, GoldenArguments.plain(json.getAsJsonObject("config")));
    }

    private Model functional(String name, JsonObject config) {
        var open = new ArrayList<JsonObject>();
        config.getAsJsonArray("layers").forEach(layer -> open.add(layer.getAsJsonObject()));
        for (JsonObject layer : open) {
            String layerName = layer.get("name").getAsString();
            layers.put(layerName, layer(layer));
            uses.put(layerName, new ArrayList<>());
        }
        while (open.stream().anyMatch(this::apply)) {
            open.removeIf(this::isDone);
        }
        return Model.of(
                name,
                symbols(config.getAsJsonArray("input_layers")),
                symbols(config.getAsJsonArray("output_layers")));
    }

    private boolean isDone(JsonObject layer) {
        int wanted = Math.max(layer.getAsJsonArray("inbound_nodes").size(), 1);
        return uses.get(layer.get("name").getAsString()).size() == wanted;
    }

    /// Applies a layer where its next use's inputs are known.
    ///
    /// @return whether it was applied
    private boolean apply(JsonObject layer) {
        String name = layer.get("name").getAsString();
        var done = uses.get(name);
        if (isDone(layer)) {
            return false;
        }
        if (layers.get(name) instanceof Input input) {
            done.add(List.of(input.symbol()));
            return true;
        }
        JsonObject node = layer.getAsJsonArray("inbound_nodes").get(done.size()).getAsJsonObject();
        var sources = new ArrayList<JsonArray>();
        collect(node.get("args"), sources);
        if (!sources.stream().allMatch(this::isKnown)) {
            return false;
        }
        done.add(
                layers.get(name)
                        .applyAll(sources.stream().map(this::symbol).toList(), Arguments.NONE));
        return true;
    }

    private static void collect(JsonElement json, List<JsonArray> to) {
        if (json.isJsonArray()) {
            json.getAsJsonArray().forEach(item -> collect(item, to));
        } else if (json.isJsonObject()) {
            to.add(
                    json.getAsJsonObject()
                            .getAsJsonObject("config")
                            .getAsJsonArray("keras_history"));
        }
    }

    private boolean isKnown(JsonArray history) {
        return uses.get(history.get(0).getAsString()).size() > history.get(1).getAsInt();
    }

    private Symbol symbol(JsonArray history) {
        return uses.get(history.get(0).getAsString())
                .get(history.get(1).getAsInt())
                .get(history.get(2).getAsInt());
    }

    /// One history, or a list of them.
    private List<Symbol> symbols(JsonArray json) {
        return json.get(0).isJsonArray()
                ? json.asList().stream().map(item -> symbol(item.getAsJsonArray())).toList()
                : List.of(symbol(json));
    }
}
