package dev.kiln.saving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import dev.kiln.data.FloatArray;
import dev.kiln.golden.Golden;
import dev.kiln.golden.GoldenArguments;
import dev.kiln.golden.GoldenTensor;
import dev.kiln.graph.Variable;
import dev.kiln.layers.Arguments;
import dev.kiln.layers.Input;
import dev.kiln.layers.KerasConfig;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Signal;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A model of one recorded layer, with the recorded weights and inputs, to be handed over.
public final class RecordedLayer {
    private final String id;
    private final List<Symbol> symbols = new ArrayList<>();
    private final List<FloatArray> inputs = new ArrayList<>();
    private final Model model;
    private boolean attachesMask;

    private RecordedLayer(JsonObject record) {
        id = record.get("id").getAsString();
        Layer layer =
                KerasConfig.layer(
                        record.get("layer").getAsString(),
                        GoldenArguments.of(record.getAsJsonObject("config")));
        var given = new ArrayList<Symbol>();
        for (GoldenTensor tensor : GoldenTensor.listOf(record.getAsJsonArray("inputs"))) {
            given.add(symbol(tensor));
        }
        var arguments = Arguments.NONE;
        for (var entry : record.getAsJsonObject("call_args").entrySet()) {
            if (entry.getKey().equals("mask") && entry.getValue().isJsonObject()) {
                attachesMask = true;
                Layer attach =
                        (values, scope) ->
                                List.of(new Signal(values.get(0).value(), values.get(1).value()));
                given.set(
                        0,
                        attach.apply(given.getFirst(), symbol(GoldenTensor.of(entry.getValue()))));
            } else if (entry.getKey().equals("states")) {
                GoldenTensor.listOf(entry.getValue().getAsJsonArray())
                        .forEach(state -> given.add(symbol(state)));
            } else {
                arguments = arguments.with(entry.getKey(), argument(entry.getValue()));
            }
        }
        if (record.get("query_equals_value").getAsBoolean()) {
            given.add(given.getFirst());
        }
        model = Model.of(symbols, layer.applyAll(given, arguments));
        var weights = record.getAsJsonArray("weights");
        for (int i = 0; i < weights.size(); i++) {
            var value = weights.get(i).getAsJsonObject().get("value");
            weights(model).get(i).set(floats(GoldenTensor.of(value)));
        }
    }

    /// Without the states of stateful layers, which Keras does not list.
    private static List<Weight> weights(Model model) {
        return model.weights().all().stream()
                .filter(weight -> weight.variable().role() != Variable.Role.RECURRENT)
                .toList();
    }

    /// The records of the first layers of each kind and setting.
    public static Stream<RecordedLayer> all() {
        Set<String> seen = new HashSet<>();
        return Golden.files("layers").stream()
                .flatMap(file -> file.getAsJsonArray("cases").asList().stream())
                .map(JsonElement::getAsJsonObject)
                .filter(record -> seen.add(record.get("id").getAsString()))
                // What remembers the rows before is handed over by no file.
                .filter(record -> !record.get("config").toString().contains("\"stateful\":true"))
                // Texts become numbers before the model.
                .filter(record -> !readsTexts(record))
                .map(RecordedLayer::new);
    }

    private static boolean readsTexts(JsonObject record) {
        return Set.of("TextVectorization", "StringLookup", "Hashing")
                .contains(record.get("layer").getAsString());
    }

    private Symbol symbol(GoldenTensor tensor) {
        Input input = new Input(tensor.shape().row()).withDtype(tensor.dtype());
        symbols.add(input.symbol());
        inputs.add(FloatArray.of(tensor.shape(), floats(tensor)));
        return symbols.getLast();
    }

    private Object argument(JsonElement json) {
        return switch (json) {
            case JsonArray list -> list.asList().stream().map(this::argument).toList();
            case JsonObject tensor -> symbol(GoldenTensor.of(tensor));
            // No mask for this input.
            case JsonNull _ -> false;
            default -> json.getAsBoolean();
        };
    }

    private static float[] floats(GoldenTensor tensor) {
        double[] wide = tensor.values();
        var floats = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            floats[i] = (float) wide[i];
        }
        return floats;
    }

    /// Whether a mask is attached by a layer of the test's own, which no Keras file can hold.
    public boolean attachesMask() {
        return attachesMask;
    }

    public Model model() {
        return model;
    }

    public List<FloatArray> inputs() {
        return inputs;
    }

    @Override
    public String toString() {
        return id;
    }
}
