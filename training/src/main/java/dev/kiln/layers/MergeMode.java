package dev.kiln.layers;

import dev.kiln.graph.Tensor;

import java.util.List;

/// How the results of two directions become one.
public enum MergeMode {
    /// One behind the other, along the features.
    CONCAT,
    SUM,
    /// The product.
    MUL,
    /// The mean.
    AVE;

    Tensor merge(Tensor x, Tensor y) {
        return switch (this) {
            case CONCAT -> Tensor.concatenate(-1, List.of(x, y));
            case SUM -> x.plus(y);
            case MUL -> x.times(y);
            case AVE -> x.plus(y).dividedBy(2);
        };
    }
}
