package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Names;
import dev.kiln.layers.Symbol;
import dev.kiln.layers.TextLayer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// The calls between a model's inputs and outputs, in an order in which they can be run, and its layers in
/// the order in which Keras lists them: by distance from the outputs, the farthest first.
final class Structure {
    private final List<Symbol> inputs;
    private final List<Symbol> outputs;
    private final List<Symbol.Call> calls = new ArrayList<>();

    /// Layers in the order in which a walk from the outputs first meets them.
    private final Map<Layer, Integer> met = new IdentityHashMap<>();

    private final Map<Layer, List<Symbol.Call>> callsOf = new IdentityHashMap<>();
    private final Map<Symbol, TextLayer> readers = new IdentityHashMap<>();
    private final Map<Layer, String> names = new IdentityHashMap<>();

    Structure(List<Symbol> inputs, List<Symbol> outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
        outputs.forEach(this::walk);
        name();
        read();
    }

    List<Symbol.Call> calls() {
        return Collections.unmodifiableList(calls);
    }

    /// The layer that reads an input's texts; none for an input of numbers.
    Optional<TextLayer> reader(Symbol input) {
        return Optional.ofNullable(readers.get(input));
    }

    /// Notes who reads which texts.
    ///
    /// @throws UserError E134 where two layers read one input of texts, or a model inside reads texts
    private void read() {
        for (Symbol.Call call : calls) {
            if (call.layer() instanceof Model nested && nested.isBuilt() && nested.readsTexts()) {
                throw new UserError(
                        "E134",
                        names.get(nested)
                                + " reads texts, and is inside another model; texts enter at the outermost.",
                        "Put its text layer in front: "
                                + Names.of(nested)
                                + " behind it takes numbers.");
            }
            if (call.layer() instanceof TextLayer reader) {
                Symbol source = call.inputs().getFirst();
                TextLayer other = readers.put(source, reader);
                if (other != null && isInput(source)) {
                    throw new UserError(
                            "E134",
                            "the texts of one input are read by "
                                    + names.get(other)
                                    + " and "
                                    + names.get(reader)
                                    + ".",
                            "Type: new Input(1).withDtype(DType.STRING) once more, and give the model the texts twice");
                }
            }
        }
    }

    /// Unique names, one a layer.
    Map<Layer, String> names() {
        return names;
    }

    List<Symbol.Call> callsOf(Layer layer) {
        return callsOf.getOrDefault(layer, List.of());
    }

    private boolean isInput(Symbol symbol) {
        return inputs.stream().anyMatch(symbol::isSame);
    }

    /// Adds the calls that a symbol needs, each after what it needs: depth first, without recursion.
    private void walk(Symbol end) {
        record Visit(Symbol.Call call, boolean isDone) {}
        Set<Symbol.Call> seen = new HashSet<>(calls);
        Deque<Visit> open = new ArrayDeque<>();
        visit(end, open, seen, Visit::new);
        while (!open.isEmpty()) {
            Visit visit = open.pop();
            if (visit.isDone()) {
                calls.add(visit.call());
                callsOf.computeIfAbsent(visit.call().layer(), layer -> new ArrayList<>())
                        .add(visit.call());
                continue;
            }
            if (!seen.add(visit.call())) {
                continue;
            }
            met.putIfAbsent(visit.call().layer(), met.size());
            open.push(new Visit(visit.call(), true));
            var sources = visit.call().sources();
            for (Symbol source : sources.reversed()) {
                visit(source, open, seen, Visit::new);
            }
        }
    }

    private <V> void visit(
            Symbol symbol,
            Deque<V> open,
            Set<Symbol.Call> seen,
            BiFunction<Symbol.Call, Boolean, V> visit) {
        if (isInput(symbol)) {
            symbol.input().ifPresent(input -> met.putIfAbsent(input, met.size()));
            return;
        }
        if (symbol.call().isEmpty()) {
            throw new UserError(
                    "E136",
                    "an output of the model needs the input "
                            + described(symbol)
                            + ", which is not among the model's inputs: "
                            + inputs.stream()
                                    .map(Structure::described)
                                    .collect(Collectors.joining(", "))
                            + ".",
                    "Type: Model.of(List.of("
                            + "abcdefgh"
                                    .substring(0, Math.min(inputs.size() + 1, 8))
                                    .replaceAll("(?<=.)(?=.)", ", ")
                            + "), outputs)");
        }
        symbol.call()
                .filter(call -> !seen.contains(call))
                .ifPresent(call -> open.push(visit.apply(call, false)));
    }

    /// `name (shape of a row)`; of what a layer gives, the layer's name.
    private static String described(Symbol symbol) {
        String name =
                symbol.input()
                        .map(input -> Objects.requireNonNullElse(input.settings().name(), ""))
                        .or(() -> symbol.call().map(call -> Names.of(call.layer())))
                        .orElse("");
        return (name + " (" + symbol.shape().row() + ")").strip();
    }

    /// The model's own inputs first where they are as far from the outputs as others, then as Keras sorts.
    List<Layer> layers() {
        Map<Symbol.Call, Integer> depths = new HashMap<>();
        Map<Layer, Integer> layerDepths = new IdentityHashMap<>();
        for (Symbol.Call call : calls.reversed()) {
            int depth =
                    Math.max(
                            depths.getOrDefault(call, 0),
                            layerDepths.getOrDefault(call.layer(), 0));
            layerDepths.put(call.layer(), depth);
            depths.put(call, depth);
            for (Symbol source : call.sources()) {
                if (isInput(source)) {
                    source.input()
                            .ifPresent(input -> layerDepths.merge(input, depth + 1, Math::max));
                } else {
                    source.call().ifPresent(before -> depths.merge(before, depth + 1, Math::max));
                }
            }
        }
        for (Symbol input : inputs) {
            input.input().ifPresent(layer -> layerDepths.putIfAbsent(layer, 0));
        }
        var layers = new ArrayList<>(layerDepths.keySet());
        layers.sort(
                (one, other) -> {
                    int byDepth = Integer.compare(layerDepths.get(other), layerDepths.get(one));
                    return byDepth != 0
                            ? byDepth
                            : Integer.compare(
                                    met.getOrDefault(one, -1), met.getOrDefault(other, -1));
                });
        return layers;
    }

    /// Names given by the user, else the kind, numbered in the order of use.
    private void name() {
        var ordered = new ArrayList<Layer>();
        inputs.forEach(input -> input.input().ifPresent(ordered::add));
        calls.forEach(call -> ordered.add(call.layer()));
        names.putAll(names(ordered));
    }

    private static UserError twice(String name, List<? extends Layer> layers, Layer second) {
        Layer first =
                layers.stream()
                        .filter(layer -> name.equals(layer.settings().name()))
                        .findFirst()
                        .orElseThrow();
        String other = name + "_2";
        return new UserError(
                "E135",
                "two layers of the model are called "
                        + name
                        + ": "
                        + Names.kind(first)
                        + ", then "
                        + Names.kind(second)
                        + ".",
                "Type: new " + Names.type(second) + "(…).withName(\"" + other + "\")");
    }

    /// @throws UserError where two layers were given one name
    static Map<Layer, String> names(List<? extends Layer> layers) {
        Map<Layer, String> names = new IdentityHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Layer layer : layers) {
            String own = layer.settings().name();
            if (own != null && !names.containsKey(layer)) {
                if (!taken.add(own)) {
                    throw twice(own, layers, layer);
                }
                names.put(layer, own);
            }
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Layer layer : layers) {
            while (!names.containsKey(layer)) {
                String kind = layer instanceof Input ? "input_layer" : Names.kind(layer);
                int number = counts.merge(kind, 1, Integer::sum) - 1;
                String name = number == 0 ? kind : kind + "_" + number;
                if (taken.add(name)) {
                    names.put(layer, name);
                }
            }
        }
        return names;
    }
}
