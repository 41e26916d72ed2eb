package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// The mean of its inputs. Inputs of one shape, or with sizes of 1.
///
/// Formula: `y = (a + b + …) / n`.
///
/// Shapes: `[batch, …]` and `[batch, …]` to `[batch, …]`, for two inputs or more of one shape; a size of 1 stands
/// for any.
///
/// Equal to `keras.layers.Average` in names, defaults and values.
@Doc("the mean of its inputs")
public record Average(@Shared LayerSettings settings) implements Merging, LayerArguments<Average> {
    public Average() {
        this(LayerSettings.DEFAULT);
    }

    @Override
    public Average withSettings(LayerSettings settings) {
        return new Average(settings);
    }

    @Override
    public Tensor merge(List<Tensor> inputs, Scope scope) {
        return Merging.fold(inputs, Tensor::plus).dividedBy(inputs.size());
    }
}
