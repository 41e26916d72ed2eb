package dev.kiln.layers;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// Which positions of a sequence may look at which: 1 where they may. `[batch or 1, queries, keys]`.
final class AttentionMask {
    private AttentionMask() {}

    /// All of these conditions that are there; one without heads holds for each head of the other.
    static @Nullable Tensor both(@Nullable Tensor one, @Nullable Tensor other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        boolean hasHeads = one.rank() > 3 || other.rank() > 3;
        return forHeads(one, hasHeads).times(forHeads(other, hasHeads));
    }

    private static Tensor forHeads(Tensor mask, boolean hasHeads) {
        return hasHeads && mask.rank() == 3 ? mask.expand(1) : mask;
    }

    /// Of a mask of steps, where the queries stand.
    static @Nullable Tensor ofQueries(@Nullable Tensor mask) {
        return mask == null ? null : mask.expand(-1);
    }

    /// Of a mask of steps, where the keys stand.
    static @Nullable Tensor ofKeys(@Nullable Tensor mask) {
        return mask == null ? null : mask.expand(-2);
    }

    /// No position looks at a later one.
    static Tensor causal(Graph graph, int queries, int keys) {
        Shape shape = Shape.of(1, queries, keys);
        return graph.iota(shape, 1).greaterOrEqual(graph.iota(shape, 2));
    }

    /// Positions look less than `reach` steps far.
    static Tensor near(Graph graph, int queries, int keys, int reach) {
        Shape shape = Shape.of(1, queries, keys);
        return graph.iota(shape, 1).minus(graph.iota(shape, 2)).abs().less(reach);
    }
}
