package dev.kiln.constraints;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Vectors of weights have length 1.
///
/// @param axis axes along which a vector runs
@Doc("weights into a unit have length 1")
public record UnitNorm(
        @Doc(value = "axes along which a vector runs", example = "[0, 1, 2]") List<Integer> axis)
        implements Constraint {
    public UnitNorm {
        axis = List.copyOf(axis);
    }

    public UnitNorm() {
        this(List.of(0));
    }

    @Override
    public Tensor apply(Tensor weights) {
        return weights.dividedBy(Lengths.of(weights, axis).plus(Lengths.EPSILON));
    }
}
