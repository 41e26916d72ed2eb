package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Cuts off the borders of the three spatial axes.
///
/// Formula: `y[h, i, j] = x[h + before, i + before, j + before]`.
///
/// Shapes: `[batch, depth, rows, columns, channels]` to `[batch, cropped_depth, cropped_rows, cropped_columns,
/// channels]`, each cropped size being `size - before - after`.
///
/// Equal to `keras.layers.Cropping3D` in names, defaults and values.
///
/// @param cropping   how many are cut off before and after each axis: one number, one an axis, or a pair an axis
/// @param dataFormat where the channels stand
@Doc("borders are cut off")
public record Cropping3D(
        @Doc(
                        value =
                                "how many are cut off before and after each axis: one number, one an axis, or a pair an axis",
                        example = "[[1, 2], [0, 0]]")
                List<List<Integer>> cropping,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Cropping3D> {
    public Cropping3D {
        cropping = Sizes.pairs("cropping3d", "cropping", cropping, 3);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public Cropping3D() {
        this(List.of(List.of(1)), DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public Cropping3D(int cropping) {
        this(List.of(List.of(cropping)), DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public Cropping3D withCropping(List<List<Integer>> cropping) {
        return new Cropping3D(cropping, dataFormat, settings);
    }

    public Cropping3D withDataFormat(DataFormat dataFormat) {
        return new Cropping3D(cropping, dataFormat, settings);
    }

    @Override
    public Cropping3D withSettings(LayerSettings settings) {
        return new Cropping3D(cropping, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 5);
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
