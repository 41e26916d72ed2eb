package dev.kiln.activations;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Exponentials divided by their sum: above 0, sum 1 along an axis.
///
/// @param axis along which they sum to 1
@Doc("Exponentials divided by their sum: above 0, sum 1 along an axis")
public record Softmax(@Doc("along which they sum to 1") int axis) implements ActivationFunction {
    public Softmax() {
        this(-1);
    }

    @Override
    public Tensor apply(Tensor x) {
        return x.softmax(axis);
    }
}
