package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Cuts rows and columns into `outputSize` parts of nearly one size and takes the mean of each, channel by channel. Parts may
/// overlap by one place where the size does not divide.
///
/// Formula: `y[k, c] = mean of x[start..end, c]` with `start = k * size / output_size` rounded down and `end = (k +
/// 1) * size / output_size` rounded up, along each axis.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, new_rows, new_columns, channels]`, each new size being
/// that of `output_size`.
///
/// Equal to `keras.layers.AdaptiveAveragePooling2D` in names, defaults and values.
///
/// @param outputSize how many parts along each axis; one number for all
/// @param dataFormat where the channels stand
@Doc("a fixed number of parts, the mean of each")
public record AdaptiveAveragePooling2D(
        @Doc(value = "how many parts along each axis; one number for all", example = "7")
                List<Integer> outputSize,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<AdaptiveAveragePooling2D> {
    public AdaptiveAveragePooling2D {
        outputSize = Sizes.each("adaptive_average_pooling2d", "output_size", outputSize, 2, 1);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public AdaptiveAveragePooling2D(List<Integer> outputSize) {
        this(outputSize, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public AdaptiveAveragePooling2D(int outputSize) {
        this(List.of(outputSize));
    }

    public AdaptiveAveragePooling2D withOutputSize(List<Integer> outputSize) {
        return new AdaptiveAveragePooling2D(outputSize, dataFormat, settings);
    }

    public AdaptiveAveragePooling2D withOutputSize(int... outputSize) {
        return withOutputSize(Arguments.listOf(outputSize));
    }

    public AdaptiveAveragePooling2D withDataFormat(DataFormat dataFormat) {
        return new AdaptiveAveragePooling2D(outputSize, dataFormat, settings);
    }

    @Override
    public AdaptiveAveragePooling2D withSettings(LayerSettings settings) {
        return new AdaptiveAveragePooling2D(outputSize, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor parts = dataFormat.toLast(x);
        for (int axis = 0; axis < 2; axis++) {
            parts =
                    AdaptiveParts.along(
                            parts, axis + 1, outputSize.get(axis), part -> part.mean(-1));
        }
        return dataFormat.fromLast(parts);
    }
}
