package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// The logarithm of the softmax, without underflow.
///
/// @param axis along which the exponentials sum to 1
@Doc("The logarithm of the softmax, without underflow")
public record LogSoftmax(@Doc("along which the exponentials sum to 1") int axis)
        implements ActivationFunction {
    public LogSoftmax() {
        this(-1);
    }

    @Override
    public Tensor apply(Tensor x) {
        return x.logSoftmax(axis);
    }
}
