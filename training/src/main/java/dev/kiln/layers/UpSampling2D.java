package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Enlarges images: `[batch, rows, columns, channels]` to `[batch, rows * size, columns * size, channels]`.
///
/// Formula: `y[i, j, c] = x[i / size, j / size, c]`, rounded down; with other interpolations the weighted mean of
/// the places around `(i + 0.5) / size - 0.5`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, new_rows, new_columns, channels]`, each new size being
/// `size` times the old, with `channels_first` the channels before the rows.
///
/// Equal to `keras.layers.UpSampling2D` in names, defaults and values.
///
/// @param size          factor of rows and columns; one number for both
/// @param dataFormat    where the channels stand
/// @param interpolation how new pixels come from old ones
@Doc("enlarges images")
public record UpSampling2D(
        @Doc(value = "factor of rows and columns; one number for both", example = "3")
                List<Integer> size,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "how new pixels come from old ones", example = "bilinear")
                Interpolation interpolation,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<UpSampling2D> {
    public UpSampling2D {
        size = Sizes.each("up_sampling2d", "size", size, 2, 1);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public UpSampling2D() {
        this(List.of(2, 2), DataFormat.CHANNELS_LAST, Interpolation.NEAREST, LayerSettings.DEFAULT);
    }

    public UpSampling2D withSize(List<Integer> size) {
        return new UpSampling2D(size, dataFormat, interpolation, settings);
    }

    public UpSampling2D withSize(int... size) {
        return withSize(Arguments.listOf(size));
    }

    public UpSampling2D withDataFormat(DataFormat dataFormat) {
        return new UpSampling2D(size, dataFormat, interpolation, settings);
    }

    public UpSampling2D withInterpolation(Interpolation interpolation) {
        return new UpSampling2D(size, dataFormat, interpolation, settings);
    }

    @Override
    public UpSampling2D withSettings(LayerSettings settings) {
        return new UpSampling2D(size, dataFormat, interpolation, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor last = dataFormat.toLast(x);
        Tensor larger =
                interpolation == Interpolation.NEAREST
                        ? last.repeatEach(1, size.get(0)).repeatEach(2, size.get(1))
                        : interpolation.resize(
                                last,
                                last.shape().get(1) * size.get(0),
                                last.shape().get(2) * size.get(1),
                                false);
        return dataFormat.fromLast(larger);
    }
}
