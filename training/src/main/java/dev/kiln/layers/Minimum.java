package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// The smallest of its inputs, number by number. At a tie the gradient goes to the first. Inputs of one shape, or with sizes of 1.
///
/// Formula: `y = min(a, b, …)`.
///
/// Shapes: `[batch, …]` and `[batch, …]` to `[batch, …]`, for two inputs or more of one shape; a size of 1 stands
/// for any.
///
/// Equal to `keras.layers.Minimum` in names, defaults and values.
@Doc("the smallest of its inputs")
public record Minimum(@Shared LayerSettings settings) implements Merging, LayerArguments<Minimum> {
    public Minimum() {
        this(LayerSettings.DEFAULT);
    }

    @Override
    public Minimum withSettings(LayerSettings settings) {
        return new Minimum(settings);
    }

    @Override
    public Tensor merge(List<Tensor> inputs, Scope scope) {
        return Merging.fold(inputs, (x, y) -> x.lessOrEqual(y).select(x, y));
    }
}
