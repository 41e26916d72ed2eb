package dev.kiln.regularizers;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// `l2 * sum(x^2)`: keeps weights small.
///
/// @param l2 factor, 0 or more
@Doc("l2 times the sum of squares")
public record L2(@Doc(value = "factor, 0 or more", example = "1e-4") double l2)
        implements Regularizer {
    public L2() {
        this(0.01);
    }

    @Override
    public Tensor penalty(Tensor x) {
        return x.square().sum().times(l2);
    }
}
