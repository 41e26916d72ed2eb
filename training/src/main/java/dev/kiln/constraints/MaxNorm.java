package dev.kiln.constraints;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Vectors of weights longer than a limit are shortened to it.
///
/// Source: Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html
///
/// @param maxValue longest length, above 0
/// @param axis     axes along which a vector runs: 0 for the weights that lead into one unit
@Doc("weights into a unit are no longer than a limit")
public record MaxNorm(
        @Doc(value = "longest length, above 0", example = "3") double maxValue,
        @Doc(value = "axes along which a vector runs", example = "[0, 1, 2]") List<Integer> axis)
        implements Constraint {
    public MaxNorm {
        axis = List.copyOf(axis);
    }

    public MaxNorm() {
        this(2);
    }

    public MaxNorm(double maxValue) {
        this(maxValue, List.of(0));
    }

    @Override
    public Tensor apply(Tensor weights) {
        Tensor length = Lengths.of(weights, axis);
        return weights.times(length.clip(0, maxValue).dividedBy(length.plus(Lengths.EPSILON)));
    }
}
