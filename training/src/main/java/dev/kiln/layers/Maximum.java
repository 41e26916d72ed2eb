package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// The largest of its inputs, number by number. At a tie the gradient goes to the first. Inputs of one shape, or with sizes of 1.
///
/// Formula: `y = max(a, b, …)`.
///
/// Shapes: `[batch, …]` and `[batch, …]` to `[batch, …]`, for two inputs or more of one shape; a size of 1 stands
/// for any.
///
/// Equal to `keras.layers.Maximum` in names, defaults and values.
@Doc("the largest of its inputs")
public record Maximum(@Shared LayerSettings settings) implements Merging, LayerArguments<Maximum> {
    public Maximum() {
        this(LayerSettings.DEFAULT);
    }

    @Override
    public Maximum withSettings(LayerSettings settings) {
        return new Maximum(settings);
    }

    @Override
    public Tensor merge(List<Tensor> inputs, Scope scope) {
        return Merging.fold(inputs, (x, y) -> x.greaterOrEqual(y).select(x, y));
    }
}
