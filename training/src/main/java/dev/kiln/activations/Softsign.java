package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `x / (1 + |x|)`: between -1 and 1.
@Doc("x / (1 + |x|): between -1 and 1")
public record Softsign() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.dividedBy(x.abs().plus(1));
    }
}
