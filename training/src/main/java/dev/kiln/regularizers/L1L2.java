package dev.kiln.regularizers;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `l1 * sum(|x|) + l2 * sum(x^2)`.
///
/// @param l1 factor of the absolute values, 0 or more
/// @param l2 factor of the squares, 0 or more
@Doc("l1 times the sum of absolute values plus l2 times the sum of squares")
public record L1L2(
        @Doc(value = "factor of the absolute values, 0 or more", example = "1e-4") double l1,
        @Doc(value = "factor of the squares, 0 or more", example = "1e-4") double l2)
        implements Regularizer {
    public L1L2() {
        this(0, 0);
    }

    @Override
    public Tensor penalty(Tensor x) {
        return x.abs().sum().times(l1).plus(x.square().sum().times(l2));
    }
}
