package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// The product of its inputs, number by number. Inputs of one shape, or with sizes of 1.
///
/// Formula: `y = a * b * …`.
///
/// Shapes: `[batch, …]` and `[batch, …]` to `[batch, …]`, for two inputs or more of one shape; a size of 1 stands
/// for any.
///
/// Equal to `keras.layers.Multiply` in names, defaults and values.
@Doc("the product of its inputs")
public record Multiply(@Shared LayerSettings settings)
        implements Merging, LayerArguments<Multiply> {
    public Multiply() {
        this(LayerSettings.DEFAULT);
    }

    @Override
    public Multiply withSettings(LayerSettings settings) {
        return new Multiply(settings);
    }

    @Override
    public Tensor merge(List<Tensor> inputs, Scope scope) {
        return Merging.fold(inputs, Tensor::times);
    }
}
