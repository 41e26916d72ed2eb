package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Scaled ELU, which keeps mean 0 and variance 1 from layer to layer.
///
/// Source: Klambauer et al. 2017, https://arxiv.org/abs/1706.02515
@Doc("Scaled ELU, which keeps mean 0 and variance 1 from layer to layer")
public record Selu() implements ActivationFunction {
    private static final double ALPHA = 1.6732632423543772848170429916717;
    private static final double SCALE = 1.0507009873554804934193349852946;

    @Override
    public Tensor apply(Tensor x) {
        return new Elu(ALPHA).apply(x).times(SCALE);
    }
}
