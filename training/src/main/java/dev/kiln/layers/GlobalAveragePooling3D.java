package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

/// The mean over three axes, channel by channel: `[batch, …space, channels]` to `[batch, channels]`.
///
/// Formula: `y[c] = mean over h, i, j of x[h, i, j, c]`.
///
/// Shapes: `[batch, depth, rows, columns, channels]` to `[batch, channels]`, with `keepdims` `[batch, 1, 1, 1,
/// channels]`.
///
/// Equal to `keras.layers.GlobalAveragePooling3D` in names, defaults and values.
///
/// @param dataFormat where the channels stand
/// @param keepdims   whether the axes stay with size 1
@Doc("the mean of each channel")
public record GlobalAveragePooling3D(
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "whether the axes stay with size 1", example = "true") boolean keepdims,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<GlobalAveragePooling3D> {
    public GlobalAveragePooling3D {
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public GlobalAveragePooling3D() {
        this(DataFormat.CHANNELS_LAST, false, LayerSettings.DEFAULT);
    }

    public GlobalAveragePooling3D withDataFormat(DataFormat dataFormat) {
        return new GlobalAveragePooling3D(dataFormat, keepdims, settings);
    }

    public GlobalAveragePooling3D withKeepdims(boolean keepdims) {
        return new GlobalAveragePooling3D(dataFormat, keepdims, settings);
    }

    @Override
    public GlobalAveragePooling3D withSettings(LayerSettings settings) {
        return new GlobalAveragePooling3D(dataFormat, keepdims, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 5);
        int[] space = Axes.others(new int[] {0, dataFormat.channelAxis(x.rank())}, x.rank());
        return keepdims ? x.meanKept(space) : x.mean(space);
    }
}
