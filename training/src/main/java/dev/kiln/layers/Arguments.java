package dev.kiln.layers;

import dev.kiln.graph.Tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// What a layer's call is given besides its inputs: `initial_state`, `attention_mask`,
/// `use_causal_mask` and the like, by Keras' names.
///
/// @param values flags and numbers; tensors as [Symbol] while a model is written, as [Signal] while it
///               is traced; lists of them
public record Arguments(Map<String, Object> values) {
    public static final Arguments NONE = new Arguments(Map.of());

    public Arguments {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public Arguments with(String name, Object value) {
        var more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Arguments(more);
    }

    /// Whether a flag is given and true.
    public boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    public Optional<Boolean> truth(String name) {
        return Optional.ofNullable((Boolean) values.get(name));
    }

    public Optional<Tensor> tensor(String name) {
        return tensors(name).stream().findFirst();
    }

    /// The tensors of a list argument; a single one is a list of one.
    public List<Tensor> tensors(String name) {
        return switch (values.get(name)) {
            case null -> List.of();
            case Signal signal -> List.of(signal.value());
            case List<?> list -> list.stream().map(item -> ((Signal) item).value()).toList();
            case Object other ->
                    throw new IllegalArgumentException(name + " is no tensor: " + other);
        };
    }

    static List<Integer> listOf(int... values) {
        return IntStream.of(values).boxed().toList();
    }

    /// Every symbol among the values, in order.
    List<Symbol> symbols() {
        var found = new ArrayList<Symbol>();
        map(
                symbol -> {
                    found.add(symbol);
                    return symbol;
                });
        return found;
    }

    /// Each symbol replaced.
    public Arguments map(Function<Symbol, Object> replacement) {
        var mapped = new LinkedHashMap<String, Object>();
        values.forEach(
                (name, value) ->
                        mapped.put(
                                name,
                                switch (value) {
                                    case Symbol symbol -> replacement.apply(symbol);
                                    case List<?> list ->
                                            list.stream()
                                                    .map(
                                                            item ->
                                                                    item instanceof Symbol symbol
                                                                            ? replacement.apply(
                                                                                    symbol)
                                                                            : item)
                                                    .toList();
                                    default -> value;
                                }));
        return new Arguments(mapped);
    }
}
