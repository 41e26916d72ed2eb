package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// x above 0, a little of x below.
///
/// Source: Maas et al. 2013, Rectifier nonlinearities improve neural network acoustic models
///
/// @param negativeSlope factor below 0
@Doc("x above 0, a little of x below")
public record LeakyRelu(@Doc("factor below 0") double negativeSlope) implements ActivationFunction {
    public LeakyRelu() {
        this(0.2);
    }

    @Override
    public Tensor apply(Tensor x) {
        return x.greater(0).select(x, x.times(negativeSlope));
    }
}
