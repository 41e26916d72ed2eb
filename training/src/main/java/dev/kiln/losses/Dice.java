package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Overlap of masks: `1 - 2 sum(y p) / (sum(y) + sum(p) + 1e-7)`.
///
/// Equal to `keras.losses.Dice`.
///
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
/// @param axis axes to add up along; all without it
@Doc(
        value = "overlap of masks: `1 - 2 sum(y p) / (sum(y) + sum(p) + 1e-7)`",
        example = "dice(axis=[1, 2])")
public record Dice(
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name,
        @Doc(value = "axes to add up along; all without it", example = "[1, 2]")
                @Nullable List<Integer> axis)
        implements Loss {
    public Dice {
        axis = axis == null ? null : List.copyOf(axis);
    }

    /// Keras's defaults.
    public Dice() {
        this(Reduction.SUM_OVER_BATCH_SIZE, "dice", null);
    }

    public Dice(Reduction reduction) {
        this(reduction, "dice", null);
    }

    public Dice withReduction(Reduction reduction) {
        return new Dice(reduction, name, axis);
    }

    public Dice withName(String name) {
        return new Dice(reduction, name, axis);
    }

    public Dice withAxis(@Nullable List<Integer> axis) {
        return new Dice(reduction, name, axis);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        int[] axes = Overlap.axes(axis);
        Tensor both = yTrue.times(yPred).sum(axes).times(2);
        Tensor sizes = yTrue.sum(axes).plus(yPred.sum(axes)).plus(Probabilities.SMALLEST);
        return both.dividedBy(sizes).subtractedFrom(1);
    }
}
