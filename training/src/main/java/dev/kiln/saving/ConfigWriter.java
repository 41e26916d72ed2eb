package dev.kiln.saving;

import dev.kiln.layers.Bidirectional;
import dev.kiln.layers.Cell;
import dev.kiln.layers.GroupedQueryAttention;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.MultiHeadAttention;
import dev.kiln.layers.Recurrent;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Model;
import dev.kiln.model.Part;
import dev.kiln.model.Sequential;
import dev.kiln.saving.operations.Operation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes what Keras' `get_config` gives of a model; [ModelConfig] reads it.
final class ConfigWriter {
    private final Model model;
    private final Map<Symbol.Call, List<Object>> places = new IdentityHashMap<>();

    private ConfigWriter(Model model) {
        this.model = model;
    }

    static Map<String, @Nullable Object> of(Model model) {
        return of(model, model.name(), model.isTrainable());
    }

    private static Map<String, @Nullable Object> of(Model model, String name, boolean isTrained) {
        var form = new LinkedHashMap<String, @Nullable Object>();
        form.put("module", model instanceof Sequential ? "keras" : "keras.src.models.functional");
        form.put("class_name", model instanceof Sequential ? "Sequential" : "Functional");
        var writer = new ConfigWriter(model);
        form.put(
                "config",
                model instanceof Sequential chain
                        ? writer.sequential(chain, name, isTrained)
                        : writer.functional(name, isTrained));
        form.put("registered_name", model instanceof Sequential ? null : "Functional");
        var inputs = model.inputSymbols();
        if (inputs.size() == 1) {
            form.put(
                    "build_config",
                    Map.of("input_shape", KerasObjects.sizes(inputs.getFirst().shape())));
        }
        return form;
    }

    private Map<String, @Nullable Object> sequential(
            Sequential chain, String name, boolean isTrained) {
        var config = new LinkedHashMap<String, @Nullable Object>();
        config.put("name", name);
        config.put("trainable", isTrained);
        var layers = new ArrayList<Object>();
        for (Part part : model.layers()) {
            layers.add(layer(part));
        }
        config.put("layers", layers);
        config.put(
                "build_input_shape", KerasObjects.sizes(chain.inputSymbols().getFirst().shape()));
        return config;
    }

    private Map<String, @Nullable Object> layer(Part part) {
        return part.asModel()
                .map(inner -> of(inner, part.name(), part.isTrainable()))
                .orElseGet(
                        () ->
                                AxesOfStatistics.nested(
                                        part,
                                        KerasObjects.layer(
                                                part.layer(), part.name(), part.isTrainable())));
    }

    // ---- functional models

    private Map<String, @Nullable Object> functional(String name, boolean isTrained) {
        for (Part part : model.layers()) {
            for (int i = 0; i < part.calls().size(); i++) {
                places.put(part.calls().get(i), List.of(part.name(), i));
            }
        }
        var config = new LinkedHashMap<String, @Nullable Object>();
        config.put("name", name);
        config.put("trainable", isTrained);
        var layers = new ArrayList<Object>();
        for (Part part : model.layers()) {
            var form = layer(part);
            form.put("name", part.name());
            form.put(
                    "inbound_nodes",
                    part.layer() instanceof Input
                            ? List.of()
                            : part.calls().stream().map(this::node).toList());
            layers.add(form);
        }
        config.put("layers", layers);
        config.put("input_layers", ends(model.inputSymbols()));
        config.put("output_layers", outputs());
        return config;
    }

    private Map<String, Object> node(Symbol.Call call) {
        var tensors = call.inputs().stream().map(this::tensor).toList();
        if (call.layer() instanceof Operation operation) {
            return operation.call(place -> tensors.get(place.input()));
        }
        var named = new LinkedHashMap<String, Object>();
        List<?> positional;
        if (takesOneByOne(call.layer()) || tensors.size() == 1) {
            positional = tensors;
        } else if (call.layer() instanceof Recurrent || call.layer() instanceof Bidirectional) {
            positional = tensors.subList(0, 1);
            named.put("initial_state", tensors.subList(1, tensors.size()));
        } else if (call.layer() instanceof Cell) {
            positional = List.of(tensors.getFirst(), tensors.subList(1, tensors.size()));
        } else {
            positional = List.of(tensors);
        }
        call.arguments().values().forEach((name, value) -> named.put(name, argument(value)));
        return Map.of("args", positional, "kwargs", named);
    }

    /// Whether Keras' `call` names its tensors, where others take a list.
    private static boolean takesOneByOne(Layer layer) {
        return layer instanceof MultiHeadAttention || layer instanceof GroupedQueryAttention;
    }

    private Object argument(Object value) {
        return switch (value) {
            case Symbol symbol -> tensor(symbol);
            case List<?> list -> list.stream().map(this::argument).toList();
            default -> value;
        };
    }

    private Map<String, Object> tensor(Symbol symbol) {
        return Map.of(
                "class_name",
                "__keras_tensor__",
                "config",
                Map.of(
                        "shape", KerasObjects.sizes(symbol.shape()),
                        "dtype", symbol.dtype().kerasName(),
                        "keras_history", history(symbol)));
    }

    /// `[layer, call, output]`.
    private List<Object> history(Symbol symbol) {
        for (int i = 0; i < model.inputSymbols().size(); i++) {
            if (model.inputSymbols().get(i).isSame(symbol)) {
                return List.of(model.inputs().get(i).name(), 0, 0);
            }
        }
        var place = places.get(symbol.call().orElseThrow());
        return List.of(place.get(0), place.get(1), symbol.index());
    }

    private Object outputs() {
        if (!model.hasNamedOutputs()) {
            return ends(model.outputSymbols());
        }
        var named = new LinkedHashMap<String, Object>();
        for (int i = 0; i < model.outputNames().size(); i++) {
            named.put(model.outputNames().get(i), end(model.outputSymbols().get(i)));
        }
        return named;
    }

    private Object ends(List<Symbol> symbols) {
        var ends = symbols.stream().map(this::end).toList();
        return ends.size() == 1 ? ends.getFirst() : ends;
    }

    /// Keras counts the making of a functional model as its first call here, and only here.
    private List<Object> end(Symbol symbol) {
        List<Object> history = history(symbol);
        boolean isCounted =
                symbol.call()
                        .filter(call -> call.layer() instanceof Model)
                        .filter(call -> !(call.layer() instanceof Sequential))
                        .isPresent();
        return isCounted && history.get(1) instanceof Integer call
                ? List.of(history.get(0), call + 1, history.get(2))
                : history;
    }
}
