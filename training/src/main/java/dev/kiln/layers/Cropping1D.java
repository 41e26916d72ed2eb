package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Cuts off the borders of time.
///
/// Formula: `y[t] = x[t + before]`.
///
/// Shapes: `[batch, time, channels]` to `[batch, cropped_time, channels]`, each cropped size being `size - before -
/// after`.
///
/// Equal to `keras.layers.Cropping1D` in names, defaults and values.
///
/// @param cropping how many are cut off before and after each axis: one number, one an axis, or a pair an axis
@Doc("borders are cut off")
public record Cropping1D(
        @Doc(
                        value =
                                "how many are cut off before and after each axis: one number, one an axis, or a pair an axis",
                        example = "[1, 2]")
                List<List<Integer>> cropping,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Cropping1D> {
    public Cropping1D {
        cropping = Sizes.pairs("cropping1d", "cropping", cropping, 1);
    }

    public Cropping1D() {
        this(List.of(List.of(1)), LayerSettings.DEFAULT);
    }

    public Cropping1D(int cropping) {
        this(List.of(List.of(cropping)), LayerSettings.DEFAULT);
    }

    public Cropping1D withCropping(List<List<Integer>> cropping) {
        return new Cropping1D(cropping, settings);
    }

    @Override
    public Cropping1D withSettings(LayerSettings settings) {
        return new Cropping1D(cropping, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 3);
        Tensor cut = x;
        for (int axis = 0; axis < cropping.size(); axis++) {
            int before = cropping.get(axis).getFirst();
            int size = cut.shape().get(axis + 1);
            int end = size - cropping.get(axis).getLast();
            if (before >= end) {
                throw new UserError(
                        "E133",
                        scope.name()
                                + " would cut off all "
                                + size
                                + " of axis "
                                + (axis + 1)
                                + ".",
                        "Type: cropping=" + Math.max((size - 1) / 2, 0));
            }
            cut = cut.slice(axis + 1, before, end);
        }
        return cut;
    }
}
