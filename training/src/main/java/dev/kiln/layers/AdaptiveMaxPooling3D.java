package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Cuts three axes into `outputSize` parts of nearly one size and takes the largest number of each, channel by channel. Parts may
/// overlap by one place where the size does not divide.
///
/// Formula: `y[k, c] = max of x[start..end, c]` with `start = k * size / output_size` rounded down and `end = (k +
/// 1) * size / output_size` rounded up, along each axis.
///
/// Shapes: `[batch, depth, rows, columns, channels]` to `[batch, new_depth, new_rows, new_columns, channels]`, each
/// new size being that of `output_size`.
///
/// Equal to `keras.layers.AdaptiveMaxPooling3D` in names, defaults and values.
///
/// @param outputSize how many parts along each axis; one number for all
/// @param dataFormat where the channels stand
@Doc("a fixed number of parts, the largest number of each")
public record AdaptiveMaxPooling3D(
        @Doc(value = "how many parts along each axis; one number for all", example = "7")
                List<Integer> outputSize,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<AdaptiveMaxPooling3D> {
    public AdaptiveMaxPooling3D {
        outputSize = Sizes.each("adaptive_max_pooling3d", "output_size", outputSize, 3, 1);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public AdaptiveMaxPooling3D(List<Integer> outputSize) {
        this(outputSize, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public AdaptiveMaxPooling3D(int outputSize) {
        this(List.of(outputSize));
    }

    public AdaptiveMaxPooling3D withOutputSize(List<Integer> outputSize) {
        return new AdaptiveMaxPooling3D(outputSize, dataFormat, settings);
    }

    public AdaptiveMaxPooling3D withOutputSize(int... outputSize) {
        return withOutputSize(Arguments.listOf(outputSize));
    }

    public AdaptiveMaxPooling3D withDataFormat(DataFormat dataFormat) {
        return new AdaptiveMaxPooling3D(outputSize, dataFormat, settings);
    }

    @Override
    public AdaptiveMaxPooling3D withSettings(LayerSettings settings) {
        return new AdaptiveMaxPooling3D(outputSize, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 5);
        Tensor parts = dataFormat.toLast(x);
        for (int axis = 0; axis < 3; axis++) {
            parts =
                    AdaptiveParts.along(
                            parts, axis + 1, outputSize.get(axis), part -> part.max(-1));
        }
        return dataFormat.fromLast(parts);
    }
}
