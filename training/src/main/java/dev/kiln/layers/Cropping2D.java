package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Cuts off the borders of rows and columns.
///
/// Formula: `y[i, j] = x[i + before, j + before]`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, cropped_rows, cropped_columns, channels]`, each cropped
/// size being `size - before - after`.
///
/// Equal to `keras.layers.Cropping2D` in names, defaults and values.
///
/// @param cropping   how many are cut off before and after each axis: one number, one an axis, or a pair an axis
/// @param dataFormat where the channels stand
@Doc("borders are cut off")
public record Cropping2D(
        @Doc(
                        value =
                                "how many are cut off before and after each axis: one number, one an axis, or a pair an axis",
                        example = "[[1, 2], [0, 0]]")
                List<List<Integer>> cropping,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Cropping2D> {
    public Cropping2D {
        cropping = Sizes.pairs("cropping2d", "cropping", cropping, 2);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public Cropping2D() {
        this(List.of(List.of(0)), DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public Cropping2D(int cropping) {
        this(List.of(List.of(cropping)), DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public Cropping2D withCropping(List<List<Integer>> cropping) {
        return new Cropping2D(cropping, dataFormat, settings);
    }

    public Cropping2D withDataFormat(DataFormat dataFormat) {
        return new Cropping2D(cropping, dataFormat, settings);
    }

    @Override
    public Cropping2D withSettings(LayerSettings settings) {
        return new Cropping2D(cropping, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor cut = dataFormat.toLast(x);
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
        return dataFormat.fromLast(cut);
    }
}
