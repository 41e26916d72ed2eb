package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// x times its hard sigmoid, also called hard swish.
///
/// Source: Howard et al. 2019, https://arxiv.org/abs/1905.02244
@Doc("x times its hard sigmoid, also called hard swish")
public record HardSilu() implements ActivationFunction {
    @Override
    public Tensor apply(Tensor x) {
        return x.times(new HardSigmoid().apply(x));
    }
}
