package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Repeats each place of a volume along its three axes.
///
/// Formula: `y[h, i, j, c] = x[h / size, i / size, j / size, c]`, rounded down.
///
/// Shapes: `[batch, depth, rows, columns, channels]` to `[batch, new_depth, new_rows, new_columns, channels]`, each
/// new size being `size` times the old.
///
/// Equal to `keras.layers.UpSampling3D` in names, defaults and values.
///
/// @param size       factor of each axis; one number for all
/// @param dataFormat where the channels stand
@Doc("enlarges volumes")
public record UpSampling3D(
        @Doc(value = "factor of each axis; one number for all", example = "2") List<Integer> size,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<UpSampling3D> {
    public UpSampling3D {
        size = Sizes.each("up_sampling3d", "size", size, 3, 1);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public UpSampling3D() {
        this(List.of(2, 2, 2), DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public UpSampling3D withSize(List<Integer> size) {
        return new UpSampling3D(size, dataFormat, settings);
    }

    public UpSampling3D withSize(int... size) {
        return withSize(Arguments.listOf(size));
    }

    public UpSampling3D withDataFormat(DataFormat dataFormat) {
        return new UpSampling3D(size, dataFormat, settings);
    }

    @Override
    public UpSampling3D withSettings(LayerSettings settings) {
        return new UpSampling3D(size, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 5);
        Tensor larger = dataFormat.toLast(x);
        for (int axis = 0; axis < 3; axis++) {
            larger = larger.repeatEach(axis + 1, size.get(axis));
        }
        return dataFormat.fromLast(larger);
    }
}
