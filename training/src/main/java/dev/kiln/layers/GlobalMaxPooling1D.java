package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

/// The largest number over time, channel by channel: `[batch, time, channels]` to `[batch, channels]`.
///
/// Formula: `y[c] = max over t of x[t, c]`.
///
/// Shapes: `[batch, time, channels]` to `[batch, channels]`, with `keepdims` `[batch, 1, channels]`.
///
/// Equal to `keras.layers.GlobalMaxPooling1D` in names, defaults and values.
///
/// @param dataFormat where the channels stand
/// @param keepdims   whether the axes stay with size 1
@Doc("the largest number of each channel")
public record GlobalMaxPooling1D(
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "whether the axes stay with size 1", example = "true") boolean keepdims,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<GlobalMaxPooling1D> {
    public GlobalMaxPooling1D {
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public GlobalMaxPooling1D() {
        this(DataFormat.CHANNELS_LAST, false, LayerSettings.DEFAULT);
    }

    public GlobalMaxPooling1D withDataFormat(DataFormat dataFormat) {
        return new GlobalMaxPooling1D(dataFormat, keepdims, settings);
    }

    public GlobalMaxPooling1D withKeepdims(boolean keepdims) {
        return new GlobalMaxPooling1D(dataFormat, keepdims, settings);
    }

    @Override
    public GlobalMaxPooling1D withSettings(LayerSettings settings) {
        return new GlobalMaxPooling1D(dataFormat, keepdims, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 3);
        int[] space = Axes.others(new int[] {0, dataFormat.channelAxis(x.rank())}, x.rank());
        return keepdims ? x.maxKept(space) : x.max(space);
    }
}
