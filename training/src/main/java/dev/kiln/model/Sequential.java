package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.layers.Arguments;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Names;
import dev.kiln.layers.Scope;
import dev.kiln.layers.Signal;
import dev.kiln.layers.Symbol;
import dev.kiln.layers.TextLayer;
import dev.kiln.tensor.DType;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A chain of layers, each with one input and one output. Without an [Input] at its beginning it is built
/// when it meets the first data.
///
/// ```java
/// Sequential model = Sequential.of(new Input(4), new Dense(16, "relu"), new Dense(3, "softmax"));
/// ```
public final class Sequential extends Model {
    private final @Nullable Input input;
    private final List<Layer> chain;
    private final Map<Layer, String> names;

    private Sequential(@Nullable String name, List<? extends Layer> layers) {
        super(name);
        this.input = !layers.isEmpty() && layers.getFirst() instanceof Input first ? first : null;
        this.chain = List.copyOf(input == null ? layers : layers.subList(1, layers.size()));
        check();
        this.names = Structure.names(layers);
        if (input != null) {
            connect(input.symbol());
        }
    }

    public static Sequential of(Layer... layers) {
        return of(Arrays.asList(layers));
    }

    public static Sequential of(List<? extends Layer> layers) {
        return new Sequential(null, layers);
    }

    /// @param name of the model, the first part of its weights' paths
    public static Sequential of(String name, List<? extends Layer> layers) {
        return new Sequential(name, layers);
    }

    private void check() {
        if (chain.isEmpty()) {
            throw new UserError(
                    "E136",
                    "a model needs a layer, but this one has none.",
                    "Type: Sequential.of(new Input(4), new Dense(3, \"softmax\"))");
        }
        var seen = Collections.newSetFromMap(new IdentityHashMap<Layer, Boolean>());
        Layer before = chain.getFirst();
        for (Layer layer : chain) {
            if (layer instanceof Input input) {
                throw new UserError(
                        "E136",
                        "an input ("
                                + input.shape()
                                + ") stands in the middle of the model, behind "
                                + Names.of(before)
                                + ".",
                        "Type: Sequential.of(new Input(…), …) with the input first and only once");
            }
            if (!seen.add(layer)) {
                throw new UserError(
                        "E135",
                        "one "
                                + Names.of(layer)
                                + " stands twice in the chain, so both places would share its weights.",
                        "Type: new "
                                + Names.type(layer)
                                + "(…) for the second place, or share on purpose: Model.of(in, layer.apply(layer.apply(in)))");
            }
            before = layer;
        }
    }

    private void connect(Symbol in) {
        Symbol x = in;
        for (Layer layer : chain) {
            var outputs = layer.applyAll(List.of(x), Arguments.NONE);
            if (outputs.size() != 1) {
                throw new UserError(
                        "E136",
                        names.get(layer)
                                + " gives "
                                + outputs.size()
                                + " outputs; in a chain each layer gives one.",
                        "Type: Model.of(in, out) with the output that is meant, or leave out return_state");
            }
            x = outputs.getFirst();
        }
        connect(List.of(in), List.of(x));
    }

    @Override
    public void build(Shape row) {
        if (!isBuilt()) {
            var first = new Input(row);
            connect((beginsWithTexts() ? first.withDtype(DType.STRING) : first).symbol());
        }
    }

    /// Whether texts enter the chain.
    boolean beginsWithTexts() {
        return chain.getFirst() instanceof TextLayer;
    }

    /// The layers of the chain, without the input.
    public List<Layer> chain() {
        return chain;
    }

    @Override
    public String rootPath() {
        return name();
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        List<Signal> x = inputs;
        for (Layer layer : chain) {
            x = scope.call(Objects.requireNonNull(names.get(layer)), layer, x, Arguments.NONE);
        }
        return x;
    }
}
