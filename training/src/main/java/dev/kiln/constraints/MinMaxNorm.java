package dev.kiln.constraints;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Vectors of weights are brought towards a range of lengths.
///
/// @param minValue shortest length, 0 or more
/// @param maxValue longest length
/// @param rate     how far a vector outside goes to the border each step, 0 to 1
/// @param axis     axes along which a vector runs
@Doc("weights into a unit keep their length within a range")
public record MinMaxNorm(
        @Doc(value = "shortest length, 0 or more", example = "0.5") double minValue,
        @Doc(value = "longest length", example = "2") double maxValue,
        @Doc(
                        value = "how far a vector outside goes to the border each step, 0 to 1",
                        example = "0.5")
                double rate,
        @Doc(value = "axes along which a vector runs", example = "[0, 1, 2]") List<Integer> axis)
        implements Constraint {
    public MinMaxNorm {
        axis = List.copyOf(axis);
    }

    public MinMaxNorm() {
        this(0, 1);
    }

    public MinMaxNorm(double minValue, double maxValue) {
        this(minValue, maxValue, 1, List.of(0));
    }

    @Override
    public Tensor apply(Tensor weights) {
        Tensor length = Lengths.of(weights, axis);
        Tensor wanted = length.clip(minValue, maxValue).times(rate).plus(length.times(1 - rate));
        return weights.times(wanted.dividedBy(length.plus(Lengths.EPSILON)));
    }
}
