package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Gaussian error linear unit: x times the share of a standard normal below x.
///
/// Source: Hendrycks & Gimpel 2016, https://arxiv.org/abs/1606.08415
///
/// @param approximate true for the formula with tanh instead of the error function
@Doc("Gaussian error linear unit: x times the share of a standard normal below x")
public record Gelu(
        @Doc("true for the formula with tanh instead of the error function") boolean approximate)
        implements ActivationFunction {
    public Gelu() {
        this(false);
    }

    @Override
    public Tensor apply(Tensor x) {
        if (approximate) {
            Tensor inner =
                    x.plus(x.square().times(x).times(0.044715)).times(Math.sqrt(2 / Math.PI));
            return x.times(inner.tanh().plus(1)).times(0.5);
        }
        return x.times(x.times(Math.sqrt(0.5)).erf().plus(1)).times(0.5);
    }
}
