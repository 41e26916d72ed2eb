package dev.kiln.constraints;

import dev.kiln.graph.Tensor;

import java.util.List;

/// Euclidean lengths of the vectors that run along some axes.
final class Lengths {
    /// Keeps the division by a length of 0 finite, as in Keras.
    static final double EPSILON = 1e-7;

    private Lengths() {}

    /// The axes stay with size 1.
    static Tensor of(Tensor weights, List<Integer> axes) {
        return weights.square().sumKept(axes.stream().mapToInt(Integer::intValue).toArray()).sqrt();
    }
}
