package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// The sum of its inputs. Inputs of one shape, or with sizes of 1.
///
/// Formula: `y = a + b + …`.
///
/// Shapes: `[batch, …]` and `[batch, …]` to `[batch, …]`, for two inputs or more of one shape; a size of 1 stands
/// for any.
///
/// Equal to `keras.layers.Add` in names, defaults and values.
@Doc("the sum of its inputs")
public record Add(@Shared LayerSettings settings) implements Merging, LayerArguments<Add> {
    public Add() {
        this(LayerSettings.DEFAULT);
    }

    @Override
    public Add withSettings(LayerSettings settings) {
        return new Add(settings);
    }

    @Override
    public Tensor merge(List<Tensor> inputs, Scope scope) {
        return Merging.fold(inputs, Tensor::plus);
    }
}
