package dev.kiln.layers;

import dev.kiln.activations.Relu;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// `max(x, 0)` with a slope below, a limit above and a threshold.
///
/// Formula: `y = min(x, max_value)` where `x >= threshold`, else `y = negative_slope * (x - threshold)`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Equal to `keras.layers.ReLU` in names, defaults and values.
///
/// @param maxValue      largest value; none for no limit
/// @param negativeSlope factor below 0
/// @param threshold     values up to it count as below
@Doc("x above a threshold, a slope below it")
public record ReLU(
        @Doc(value = "largest value; none for no limit", example = "6") @Nullable Double maxValue,
        @Doc(value = "factor below 0", example = "0.1") double negativeSlope,
        @Doc(value = "values up to it count as below", example = "0.1") double threshold,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<ReLU> {
    public ReLU {
        if (maxValue != null && maxValue < 0 || negativeSlope < 0 || threshold < 0) {
            throw new UserError(
                    "E132",
                    "max_value, negative_slope and threshold of re_lu must be 0 or more.",
                    "Type: re_lu(max_value=6)");
        }
    }

    public ReLU() {
        this(null, 0.0, 0.0, LayerSettings.DEFAULT);
    }

    public ReLU withMaxValue(@Nullable Double maxValue) {
        return new ReLU(maxValue, negativeSlope, threshold, settings);
    }

    public ReLU withNegativeSlope(double negativeSlope) {
        return new ReLU(maxValue, negativeSlope, threshold, settings);
    }

    public ReLU withThreshold(double threshold) {
        return new ReLU(maxValue, negativeSlope, threshold, settings);
    }

    @Override
    public ReLU withSettings(LayerSettings settings) {
        return new ReLU(maxValue, negativeSlope, threshold, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        return new Relu(negativeSlope, maxValue, threshold).apply(x);
    }
}
