package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// Rectified linear unit: x above the threshold (at most maxValue), `negativeSlope * (x - threshold)` below.
///
/// @param negativeSlope factor below the threshold
/// @param maxValue      largest value; null for no limit
/// @param threshold     values up to it count as below
@Doc(
        "Rectified linear unit: x above the threshold (at most maxValue), negativeSlope * (x - threshold) below")
public record Relu(
        @Doc("factor below the threshold") double negativeSlope,
        @Doc("largest value; null for no limit") @Nullable Double maxValue,
        @Doc("values up to it count as below") double threshold)
        implements ActivationFunction {
    public Relu() {
        this(0.0, null, 0.0);
    }

    public Relu(double negativeSlope) {
        this(negativeSlope, null, 0.0);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor above = threshold == 0 ? x.relu() : x.greater(threshold).select(x, 0);
        Tensor limited = maxValue == null ? above : above.clip(0, maxValue);
        return negativeSlope == 0
                ? limited
                : limited.minus(x.subtractedFrom(threshold).relu().times(negativeSlope));
    }
}
