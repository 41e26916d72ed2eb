package dev.kiln.layers;

import dev.kiln.activations.LeakyRelu;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

/// x above 0, `negativeSlope * x` below.
///
/// Formula: `y = x` where `x > 0`, else `y = negative_slope * x`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Equal to `keras.layers.LeakyReLU` in names, defaults and values.
///
/// @param negativeSlope factor below 0
@Doc("x above 0, a little of x below")
public record LeakyReLU(
        @Doc(value = "factor below 0", example = "0.1") double negativeSlope,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<LeakyReLU> {
    public LeakyReLU() {
        this(0.3, LayerSettings.DEFAULT);
    }

    public LeakyReLU(double negativeSlope) {
        this(negativeSlope, LayerSettings.DEFAULT);
    }

    public LeakyReLU withNegativeSlope(double negativeSlope) {
        return new LeakyReLU(negativeSlope, settings);
    }

    @Override
    public LeakyReLU withSettings(LayerSettings settings) {
        return new LeakyReLU(negativeSlope, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        return new LeakyRelu(negativeSlope).apply(x);
    }
}
