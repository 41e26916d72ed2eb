package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.function.UnaryOperator;

/// A Java function on tensors as a layer: `new Lambda(x -> x.square())`. Its gradient is derived.
///
/// Formula: `y = function(x)`.
///
/// Shapes: `[batch, …x]` to `[batch, …y]`, whatever the function gives for one or more inputs.
///
/// Equal to `keras.layers.Lambda` in names, defaults and values.
///
/// @param function from tensor to tensor, batch first
@Doc("a Java function as a layer")
public record Lambda(
        @Doc(value = "from tensor to tensor, batch first", example = "$f")
                UnaryOperator<Tensor> function,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Lambda> {
    public Lambda(UnaryOperator<Tensor> function) {
        this(function, LayerSettings.DEFAULT);
    }

    public Lambda withFunction(UnaryOperator<Tensor> function) {
        return new Lambda(function, settings);
    }

    @Override
    public Lambda withSettings(LayerSettings settings) {
        return new Lambda(function, settings);
    }

    @Override
    public boolean supportsMasking() {
        return false;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        return function.apply(x);
    }
}
