package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

/// Its input.
///
/// Formula: `y = x`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Equal to `keras.layers.Identity` in names, defaults and values.
@Doc("its input, unchanged")
public record Identity(@Shared LayerSettings settings)
        implements Formula, LayerArguments<Identity> {
    public Identity() {
        this(LayerSettings.DEFAULT);
    }

    @Override
    public Identity withSettings(LayerSettings settings) {
        return new Identity(settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        return x;
    }
}
