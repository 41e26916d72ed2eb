package dev.kiln.regularizers;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `l1 * sum(|x|)`: pulls weights to exactly 0.
///
/// @param l1 factor, 0 or more
@Doc("l1 times the sum of absolute values")
public record L1(@Doc(value = "factor, 0 or more", example = "1e-4") double l1)
        implements Regularizer {
    public L1() {
        this(0.01);
    }

    @Override
    public Tensor penalty(Tensor x) {
        return x.abs().sum().times(l1);
    }
}
