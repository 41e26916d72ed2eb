package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Cuts rows and columns into `outputSize` parts of nearly one size and takes the largest number of each, channel by channel. Parts may
/// overlap by one place where the size does not divide.
///
/// Formula: `y[k, c] = max of x[start..end, c]` with `start = k * size / output_size` rounded down and `end = (k +
/// 1) * size / output_size` rounded up, along each axis.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, new_rows, new_columns, channels]`, each new size being
/// that of `output_size`.
///
/// Equal to `keras.layers.AdaptiveMaxPooling2D` in names, defaults and values.
///
/// @param outputSize how many parts along each axis; one number for all
/// @param dataFormat where the channels stand
@Doc("a fixed number of parts, the largest number of each")
public record AdaptiveMaxPooling2D(
        @Doc(value = "how many parts along each axis; one number for all", example = "7")
                List<Integer> outputSize,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<AdaptiveMaxPooling2D> {
    public AdaptiveMaxPooling2D {
        outputSize = Sizes.each("adaptive_max_pooling2d", "output_size", outputSize, 2, 1);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public AdaptiveMaxPooling2D(List<Integer> outputSize) {
        this(outputSize, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public AdaptiveMaxPooling2D(int outputSize) {
        this(List.of(outputSize));
    }

    public AdaptiveMaxPooling2D withOutputSize(List<Integer> outputSize) {
        return new AdaptiveMaxPooling2D(outputSize, dataFormat, settings);
    }

    public AdaptiveMaxPooling2D withOutputSize(int... outputSize) {
        return withOutputSize(Arguments.listOf(outputSize));
    }

    public AdaptiveMaxPooling2D withDataFormat(DataFormat dataFormat) {
        return new AdaptiveMaxPooling2D(outputSize, dataFormat, settings);
    }

    @Override
    public AdaptiveMaxPooling2D withSettings(LayerSettings settings) {
        return new AdaptiveMaxPooling2D(outputSize, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor parts = dataFormat.toLast(x);
        for (int axis = 0; axis < 2; axis++) {
            parts =
                    AdaptiveParts.along(
                            parts, axis + 1, outputSize.get(axis), part -> part.max(-1));
        }
        return dataFormat.fromLast(parts);
    }
}
