package dev.kiln.layers;

import dev.kiln.graph.Tensor;

import java.util.ArrayList;
import java.util.function.UnaryOperator;

/// An axis cut into a number of parts that does not need to divide its size.
final class AdaptiveParts {
    private AdaptiveParts() {}

    /// @param reduce of a part, whose places are the last axis
    static Tensor along(Tensor x, int axis, int parts, UnaryOperator<Tensor> reduce) {
        Tensor last = x.swap(axis, -1);
        int size = last.shape().last();
        var results = new ArrayList<Tensor>();
        for (int part = 0; part < parts; part++) {
            int from = Math.floorDiv(part * size, parts);
            int to = Math.ceilDiv((part + 1) * size, parts);
            results.add(reduce.apply(last.slice(-1, from, to)));
        }
        return Tensor.stack(-1, results).swap(axis, -1);
    }
}
