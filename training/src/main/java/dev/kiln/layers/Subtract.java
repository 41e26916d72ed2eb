package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.List;

/// The first input minus the second. Inputs of one shape, or with sizes of 1.
///
/// Formula: `y = a - b`.
///
/// Shapes: `[batch, …]` and `[batch, …]` to `[batch, …]`; a size of 1 stands for any.
///
/// Equal to `keras.layers.Subtract` in names, defaults and values.
@Doc("the first input minus the second")
public record Subtract(@Shared LayerSettings settings)
        implements Merging, LayerArguments<Subtract> {
    public Subtract() {
        this(LayerSettings.DEFAULT);
    }

    @Override
    public Subtract withSettings(LayerSettings settings) {
        return new Subtract(settings);
    }

    @Override
    public Tensor merge(List<Tensor> inputs, Scope scope) {
        if (inputs.size() != 2) {
            throw new UserError(
                    "E133",
                    scope.name() + " takes two inputs, not " + inputs.size() + ".",
                    "Apply it to two: layer.apply(a, b)");
        }
        return inputs.get(0).minus(inputs.get(1));
    }
}
