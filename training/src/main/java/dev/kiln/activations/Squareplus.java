package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `(x + sqrt(x^2 + b)) / 2`, a smooth ReLU without exponentials.
///
/// Source: Barron 2021, https://arxiv.org/abs/2112.11687
///
/// @param b how smooth the bend at 0 is; above 0
@Doc("(x + sqrt(x^2 + b)) / 2, a smooth ReLU without exponentials")
public record Squareplus(@Doc("how smooth the bend at 0 is; above 0") double b)
        implements ActivationFunction {
    public Squareplus() {
        this(4.0);
    }

    @Override
    public Tensor apply(Tensor x) {
        return x.plus(x.square().plus(b).sqrt()).times(0.5);
    }
}
