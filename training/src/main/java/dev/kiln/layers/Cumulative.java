package dev.kiln.layers;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

/// Sums of all numbers up to each one.
final class Cumulative {
    private Cumulative() {}

    /// Along the last axis of `[rows, n]`, each number included.
    static Tensor sums(Tensor x) {
        Graph graph = x.graph();
        Shape square = Shape.of(x.shape().last(), x.shape().last());
        return x.matMul(graph.iota(square, 0).lessOrEqual(graph.iota(square, 1)));
    }
}
