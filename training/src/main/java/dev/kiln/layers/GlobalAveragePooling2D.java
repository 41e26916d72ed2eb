package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

/// The mean over rows and columns, channel by channel: `[batch, rows, columns, channels]` to `[batch, channels]`.
///
/// Formula: `y[c] = mean over i, j of x[i, j, c]`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, channels]`, with `keepdims` `[batch, 1, 1, channels]`.
///
/// Equal to `keras.layers.GlobalAveragePooling2D` in names, defaults and values.
///
/// @param dataFormat where the channels stand
/// @param keepdims   whether the axes stay with size 1
@Doc("the mean of each channel")
public record GlobalAveragePooling2D(
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "whether the axes stay with size 1", example = "true") boolean keepdims,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<GlobalAveragePooling2D> {
    public GlobalAveragePooling2D {
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public GlobalAveragePooling2D() {
        this(DataFormat.CHANNELS_LAST, false, LayerSettings.DEFAULT);
    }

    public GlobalAveragePooling2D withDataFormat(DataFormat dataFormat) {
        return new GlobalAveragePooling2D(dataFormat, keepdims, settings);
    }

    public GlobalAveragePooling2D withKeepdims(boolean keepdims) {
        return new GlobalAveragePooling2D(dataFormat, keepdims, settings);
    }

    @Override
    public GlobalAveragePooling2D withSettings(LayerSettings settings) {
        return new GlobalAveragePooling2D(dataFormat, keepdims, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        int[] space = Axes.others(new int[] {0, dataFormat.channelAxis(x.rank())}, x.rank());
        return keepdims ? x.meanKept(space) : x.mean(space);
    }
}
