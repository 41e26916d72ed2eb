package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// The mean over time, channel by channel: `[batch, time, channels]` to `[batch, channels]`. Masked steps do not
/// count.
///
/// Formula: `y[c] = mean over t of x[t, c]`.
///
/// Shapes: `[batch, time, channels]` to `[batch, channels]`, with `keepdims` `[batch, 1, channels]`.
///
/// Equal to `keras.layers.GlobalAveragePooling1D` in names, defaults and values.
///
/// @param dataFormat where the channels stand
/// @param keepdims   whether the axes stay with size 1
@Doc("the mean of each channel over time")
public record GlobalAveragePooling1D(
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "whether the axes stay with size 1", example = "true") boolean keepdims,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<GlobalAveragePooling1D> {
    public GlobalAveragePooling1D {
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public GlobalAveragePooling1D() {
        this(DataFormat.CHANNELS_LAST, false, LayerSettings.DEFAULT);
    }

    public GlobalAveragePooling1D withDataFormat(DataFormat dataFormat) {
        return new GlobalAveragePooling1D(dataFormat, keepdims, settings);
    }

    public GlobalAveragePooling1D withKeepdims(boolean keepdims) {
        return new GlobalAveragePooling1D(dataFormat, keepdims, settings);
    }

    @Override
    public GlobalAveragePooling1D withSettings(LayerSettings settings) {
        return new GlobalAveragePooling1D(dataFormat, keepdims, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        Tensor x = inputs.getFirst().value();
        Sizes.rank(scope, x, 3);
        int time = dataFormat == DataFormat.CHANNELS_LAST ? 1 : 2;
        Tensor mean;
        if (inputs.getFirst().mask() == null) {
            mean = x.meanKept(time);
        } else {
            Tensor counts = inputs.getFirst().mask().expand(dataFormat.channelAxis(3));
            mean = x.times(counts).sumKept(time).dividedBy(counts.sumKept(time));
        }
        return List.of(Signal.of(keepdims ? mean : mean.squeeze(time)));
    }
}
