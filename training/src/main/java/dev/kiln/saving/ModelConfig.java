package dev.kiln.saving;

import dev.kiln.catalog.UserError;
import dev.kiln.layers.Arguments;
import dev.kiln.layers.Input;
import dev.kiln.layers.KerasConfig;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Layers;
import dev.kiln.layers.Symbol;
import dev.kiln.model.Model;
import dev.kiln.model.Sequential;
import dev.kiln.saving.operations.Operation;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Reads a model from what Keras writes of it: `{class_name, config}`, nested, as maps, lists, texts,
/// numbers and truth values.
public final class ModelConfig {
    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

    /// Inputs that a call may name, in the order in which layers take them.
    private static final List<String> NAMED_INPUTS =
            List.of("inputs", "sequences", "query", "value", "key");

    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final Map<String, Boolean> trained = new LinkedHashMap<>();

    /// The outputs of each call of a layer, in the order of its calls.
    private final Map<String, List<List<Symbol>>> results = new LinkedHashMap<>();

    /// Names of operations that write down masks which layers make anyway.
    private final Set<String> masks = new HashSet<>();

    private ModelConfig() {}

    /// A layer that waits for what its next call reads.
    private record Pending(String name, Layer layer, List<Map<?, ?>> calls) {}

    /// @throws UserError where a class or an argument is unknown, or the description is not one
    public static Model read(Map<?, ?> description) {
        String kind = text(description, "class_name");
        Map<?, ?> config = map(description, "config");
        Model model =
                switch (kind) {
                    case "Sequential" -> new ModelConfig().sequential(config);
                    case "Functional", "Model" -> new ModelConfig().functional(config);
                    default ->
                            throw new UserError(
                                    "E194",
                                    "the file describes a "
                                            + kind
                                            + ", which is no model that Kiln knows.",
                                    "Save it in Keras as a Sequential or functional model.");
                };
        // Keras keeps what was said of a chain as a whole in its layers alone.
        if (!kind.equals("Sequential") && Boolean.FALSE.equals(config.get("trainable"))) {
            model.setTrainable(false);
        }
        return model;
    }

    private Model sequential(Map<?, ?> config) {
        var chain = new ArrayList<Layer>();
        for (Object item : list(config, "layers")) {
            chain.add(layer((Map<?, ?>) item));
        }
        Model model = Sequential.of(text(config, "name"), chain);
        if (!model.isBuilt() && config.get("build_input_shape") instanceof List<?> sizes) {
            model.build(row(sizes));
        }
        freeze(model);
        return model;
    }

    private Layer layer(Map<?, ?> description) {
        String kind = text(description, "class_name");
        Map<?, ?> config = map(description, "config");
        if (kind.equals("Lambda")) {
            throw new UserError(
                    "E194",
                    "layer " + config.get("name") + " is a Python function, which Kiln never runs.",
                    "Build the model in Java with a Lambda of your own, then: model.loadWeights(\"…\")");
        }
        if (!MODELS.contains(kind) && Layers.CATALOG.find(kind).isEmpty()) {
            throw new UserError(
                    "E194",
                    "layer "
                            + config.get("name")
                            + " of the file is a "
                            + KerasConfig.ownName(kind)
                            + ", which Kiln does not know.",
                    "Build the model in Java with a layer of your own in its place, then: model.loadWeights(\"…\")");
        }
        Layer layer =
                MODELS.contains(kind) ? read(description) : KerasConfig.layer(kind, named(config));
        String name = String.valueOf(config.get("name"));
        trained.put(name, !Boolean.FALSE.equals(config.get("trainable")));
        return named(name, layer);
    }

    private Layer named(String name, Layer layer) {
        if (layers.put(name, layer) != null) {
            throw new UserError(
                    "E194",
                    "two layers of the file are called " + name + ".",
                    "Give each a name of its own.");
        }
        return layer;
    }

    /// A function between the layers; its tensors are its inputs, in the order in which they are given.
    private static Layer operation(String name, Map<?, ?> description) {
        List<?> calls = list(description, "inbound_nodes");
        if (calls.size() != 1 || !(calls.getFirst() instanceof Map<?, ?> call)) {
            throw new UserError(
                    "E194",
                    "the file computes " + name + " " + calls.size() + " times.",
                    "Call the function once for each result, then save the model again.");
        }
        var count = new AtomicInteger();
        return Operation.of(
                name,
                description,
                call,
                map -> isTensor(map) ? new Operation.Place(count.getAndIncrement()) : null);
    }

    /// `[batch, …row]` with null for what the data decides.
    private static Shape row(List<?> sizes) {
        var row = new ArrayList<Integer>();
        for (Object size : sizes.subList(1, sizes.size())) {
            row.add(size instanceof Number number ? number.intValue() : Shape.UNKNOWN);
        }
        return new Shape(row);
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> config) {
        var named = new LinkedHashMap<String, @Nullable Object>();
        config.forEach(
                (key, value) ->
                        named.put(
                                String.valueOf(key),
                                value instanceof Map<?, ?> inner && isModel(inner)
                                        ? read(inner)
                                        : value));
        return named;
    }

    /// Wrappers hold models as they hold layers.
    private static boolean isModel(Map<?, ?> description) {
        return description.get("class_name") instanceof String kind
                && MODELS.contains(kind)
                && description.get("config") instanceof Map<?, ?>;
    }

    private void freeze(Model model) {
        trained.forEach(
                (name, isTrained) -> {
                    if (!isTrained && model.isBuilt() && !(layers.get(name) instanceof Input)) {
                        model.layer(name).setTrainable(false);
                    }
                });
    }

    // ---- functional models

    private Model functional(Map<?, ?> config) {
        var waiting = new ArrayList<Pending>();
        masks.addAll(WrittenMasks.of(list(config, "layers")));
        for (Object item : list(config, "layers")) {
            var description = (Map<?, ?>) item;
            String name = String.valueOf(description.get("name"));
            if (masks.contains(name)) {
                continue;
            }
            Layer layer =
                    WrittenMasks.isOperation(description)
                            ? named(name, operation(name, description))
                            : layer(description);
            if (layer instanceof Input input) {
                results.put(name, List.of(List.of(input.symbol())));
                continue;
            }
            results.put(name, new ArrayList<>());
            var calls = new ArrayList<Map<?, ?>>();
            list(description, "inbound_nodes").forEach(call -> calls.add((Map<?, ?>) call));
            waiting.add(new Pending(name, layer, calls));
        }
        connect(waiting);
        String name = String.valueOf(config.get("name"));
        var inputs = symbols(config.get("input_layers"));
        var named = named(config.get("output_layers"));
        Model model =
                named.isEmpty()
                        ? Model.of(name, inputs, symbols(config.get("output_layers")))
                        : Model.of(name, inputs, named);
        freeze(model);
        return model;
    }

    /// Calls are made as soon as what they read is there; where nothing moves any more, the rest is a circle.
    private void connect(List<Pending> waiting) {
        var open = new ArrayList<>(waiting);
        while (!open.isEmpty()) {
            int before = open.stream().mapToInt(this::left).sum();
            open.forEach(this::advance);
            open.removeIf(pending -> left(pending) == 0);
            if (open.stream().mapToInt(this::left).sum() == before) {
                throw stuck(open);
            }
        }
    }

    /// Follows what waiting layers read until one comes again, or none gives it.
    private UserError stuck(List<Pending> open) {
        var path = new ArrayList<String>();
        Pending at = open.getFirst();
        while (!path.contains(at.name())) {
            path.add(at.name());
            String wanted = missing(at).orElse(at.name());
            var next = open.stream().filter(pending -> pending.name().equals(wanted)).findFirst();
            if (next.isEmpty()) {
                return new UserError(
                        "E194",
                        "the layer "
                                + at.name()
                                + " of the file reads "
                                + wanted
                                + ", which no layer gives.",
                        "The file is damaged: save the model again.");
            }
            at = next.get();
        }
        var circle = new ArrayList<>(path.subList(path.indexOf(at.name()), path.size()));
        circle.add(at.name());
        return new UserError(
                "E194",
                "layers of the file form a circle: " + String.join(" reads ", circle) + ".",
                "Let " + at.name() + " read a layer before the circle, then save the model again.");
    }

    /// The layer that the next call of a waiting one reads and that is not there yet.
    private Optional<String> missing(Pending pending) {
        var call = pending.calls().get(results.get(pending.name()).size());
        return missing(List.of(list(call, "args"), map(call, "kwargs")));
    }

    private Optional<String> missing(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map when isTensor(map) ->
                    isReady(map) ? Optional.empty() : Optional.ofNullable(WrittenMasks.source(map));
            case Map<?, ?> map -> missing(new ArrayList<>(map.values()));
            case List<?> list ->
                    list.stream().map(this::missing).flatMap(Optional::stream).findFirst();
            case null, default -> Optional.empty();
        };
    }

    private int left(Pending pending) {
        return pending.calls().size() - results.get(pending.name()).size();
    }

    private void advance(Pending pending) {
        var done = results.get(pending.name());
        while (done.size() < pending.calls().size() && isReady(pending.calls().get(done.size()))) {
            var call = pending.calls().get(done.size());
            var inputs = new ArrayList<Symbol>();
            if (pending.layer() instanceof Operation operation) {
                var operands = List.of(list(call, "args"), map(call, "kwargs"));
                Operation.tensors(operands, ModelConfig::isTensor)
                        .forEach(tensor -> collect(tensor, inputs));
                done.add(operation.applyAll(inputs, Arguments.NONE));
                continue;
            }
            for (Object argument : list(call, "args")) {
                collect(argument, inputs);
            }
            var arguments = new LinkedHashMap<String, Object>();
            var named = new LinkedHashMap<Object, @Nullable Object>(map(call, "kwargs"));
            for (String name : NAMED_INPUTS) {
                if (named.get(name) instanceof Map<?, ?> tensor && isTensor(tensor)) {
                    collect(named.remove(name), inputs);
                }
            }
            named.forEach(
                    (key, value) -> {
                        Object read = argument(value);
                        if (read != null) {
                            arguments.put(String.valueOf(key), read);
                        }
                    });
            done.add(pending.layer().applyAll(inputs, new Arguments(arguments)));
        }
    }

    private boolean isReady(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map when isTensor(map) -> isMask(map) || find(map) != null;
            case Map<?, ?> map -> map.values().stream().allMatch(this::isReady);
            case List<?> list -> list.stream().allMatch(this::isReady);
            case null, default -> true;
        };
    }

    private void collect(@Nullable Object value, List<Symbol> to) {
        if (value instanceof List<?> list) {
            list.forEach(item -> collect(item, to));
        } else if (value instanceof Map<?, ?> map && !isTensor(map)) {
            sorted(map).forEach(item -> collect(item, to));
        } else if (argument(value) instanceof Symbol symbol) {
            to.add(symbol);
        }
    }

    private @Nullable Object argument(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map when isTensor(map) -> isMask(map) ? null : find(map);
            case List<?> list -> list.stream().map(this::argument).toList();
            case null, default -> value;
        };
    }

    private static boolean isTensor(Map<?, ?> map) {
        return "__keras_tensor__".equals(map.get("class_name"));
    }

    private boolean isMask(Map<?, ?> tensor) {
        return masks.contains(WrittenMasks.source(tensor));
    }

    private @Nullable Symbol find(Map<?, ?> tensor) {
        return symbol(list(map(tensor, "config"), "keras_history"));
    }

    /// `[layer, call, output]`.
    private @Nullable Symbol symbol(List<?> history) {
        var calls = results.get(String.valueOf(history.get(0)));
        int call = ((Number) history.get(1)).intValue();
        return calls == null || call < 0 || call >= calls.size()
                ? null
                : calls.get(call).get(((Number) history.get(2)).intValue());
    }

    /// The outputs of a dictionary of single ones; none where they are given otherwise.
    private Map<String, Symbol> named(@Nullable Object references) {
        var named = new LinkedHashMap<String, Symbol>();
        if (references instanceof Map<?, ?> map) {
            for (var entry : map.entrySet()) {
                var found = symbols(entry.getValue());
                if (found.size() != 1) {
                    return Map.of();
                }
                named.put(String.valueOf(entry.getKey()), found.getFirst());
            }
        }
        return named;
    }

    /// One `[layer, call, output]`, a list of them, or a map.
    private List<Symbol> symbols(@Nullable Object references) {
        var found = new ArrayList<Symbol>();
        switch (references) {
            case Map<?, ?> map -> sorted(map).forEach(value -> found.addAll(symbols(value)));
            case List<?> list when list.size() == 3 && list.getFirst() instanceof String name -> {
                // Keras counts the making of a functional model as its first call here, and only
                // here.
                boolean isCounted =
                        layers.get(name) instanceof Model model && !(model instanceof Sequential);
                Symbol symbol =
                        isCounted && list.get(1) instanceof Number call
                                ? symbol(
                                        List.of(
                                                name,
                                                Math.max(call.intValue() - 1, 0),
                                                list.get(2)))
                                : symbol(list);
                if (symbol == null) {
                    throw new UserError(
                            "E194",
                            "the file names the end " + list + ", which no layer gives.",
                            "Save the model again.");
                }
                found.add(symbol);
            }
            case List<?> list -> list.forEach(value -> found.addAll(symbols(value)));
            case null, default ->
                    throw new UserError(
                            "E194",
                            "the file does not say where the model begins and ends.",
                            "Save the model again.");
        }
        return found;
    }

    /// Keras takes what stands in a dictionary in the order of the keys.
    private static List<?> sorted(Map<?, ?> map) {
        return map.entrySet().stream()
                .sorted(Comparator.comparing(entry -> String.valueOf(entry.getKey())))
                .map(Map.Entry::getValue)
                .toList();
    }

    // ---- parts of a description

    private static String text(Map<?, ?> map, String key) {
        if (map.get(key) instanceof String text) {
            return text;
        }
        throw missing(key);
    }

    private static Map<?, ?> map(Map<?, ?> map, String key) {
        if (map.get(key) instanceof Map<?, ?> inner) {
            return inner;
        }
        throw missing(key);
    }

    private static List<?> list(Map<?, ?> map, String key) {
        if (map.get(key) instanceof List<?> inner) {
            return inner;
        }
        throw missing(key);
    }

    private static UserError missing(String key) {
        return new UserError(
                "E194",
                "the description of the model has no " + key + ".",
                "Save the model again.");
    }
}
