package dev.kiln.layers;

import dev.kiln.activations.Elu;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

/// x above 0, `alpha * (exp(x) - 1)` below.
///
/// Formula: `y = x` where `x > 0`, else `y = alpha * (exp(x) - 1)`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Equal to `keras.layers.ELU` in names, defaults and values.
///
/// @param alpha slope or size of the part below 0
@Doc("x above 0, alpha * (exp(x) - 1) below")
public record ELU(
        @Doc(value = "slope or size of the part below 0", example = "0.5") double alpha,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<ELU> {
    public ELU() {
        this(1.0, LayerSettings.DEFAULT);
    }

    public ELU(double alpha) {
        this(alpha, LayerSettings.DEFAULT);
    }

    public ELU withAlpha(double alpha) {
        return new ELU(alpha, settings);
    }

    @Override
    public ELU withSettings(LayerSettings settings) {
        return new ELU(alpha, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        return new Elu(alpha).apply(x);
    }
}
