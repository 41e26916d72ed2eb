package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `x * sigmoid(x)`, also called swish.
///
/// Source: Ramachandran et al. 2017, https://arxiv.org/abs/1710.05941
@Doc("x * sigmoid(x), also called swish")
public record Silu() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.times(x.sigmoid());
    }
}
