package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The mean number under a window that slides over time, channel by channel.
///
/// Formula: `y[t, c] = mean over the window of x[t * strides + a, c]`; places outside do not count.
///
/// Shapes: `[batch, time, channels]` to `[batch, new_time, channels]`, with `channels_first` the channels before
/// the other axes; with padding valid each new size is `(size - pool_size) / strides + 1` rounded down, with same
/// `size / strides` rounded up.
///
/// Equal to `keras.layers.AveragePooling1D` in names, defaults and values.
///
/// @param poolSize   size of the window along each axis; one number for all
/// @param strides    steps between two positions; none for the size of the window
/// @param padding    valid: the window stays inside; same: as many positions as the input has, over the stride
/// @param dataFormat where the channels stand
@Doc(value = "the mean number under each window", example = "average_pooling1d 2")
public record AveragePooling1D(
        @Doc(value = "size of the window along each axis; one number for all", example = "2")
                List<Integer> poolSize,
        @Doc(value = "steps between two positions; none for the size of the window", example = "1")
                @Nullable List<Integer> strides,
        @Doc(
                        value =
                                "valid: the window stays inside; same: as many positions as the input has, over the stride",
                        example = "same")
                Padding padding,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<AveragePooling1D> {
    public AveragePooling1D {
        poolSize = Sizes.each("average_pooling1d", "pool_size", poolSize, 1, 1);
        strides =
                strides == null ? null : Sizes.each("average_pooling1d", "strides", strides, 1, 1);
        if (padding == Padding.CAUSAL) {
            throw new UserError(
                    "E132",
                    "average_pooling1d takes padding same or valid, not causal.",
                    "Type: padding=same");
        }
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public AveragePooling1D(List<Integer> poolSize) {
        this(poolSize, null, Padding.VALID, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public AveragePooling1D(int poolSize) {
        this(List.of(poolSize));
    }

    public AveragePooling1D withPoolSize(List<Integer> poolSize) {
        return new AveragePooling1D(poolSize, strides, padding, dataFormat, settings);
    }

    public AveragePooling1D withPoolSize(int... poolSize) {
        return withPoolSize(Arguments.listOf(poolSize));
    }

    public AveragePooling1D withStrides(@Nullable List<Integer> strides) {
        return new AveragePooling1D(poolSize, strides, padding, dataFormat, settings);
    }

    public AveragePooling1D withPadding(Padding padding) {
        return new AveragePooling1D(poolSize, strides, padding, dataFormat, settings);
    }

    public AveragePooling1D withDataFormat(DataFormat dataFormat) {
        return new AveragePooling1D(poolSize, strides, padding, dataFormat, settings);
    }

    @Override
    public AveragePooling1D withSettings(LayerSettings settings) {
        return new AveragePooling1D(poolSize, strides, padding, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 3);
        var sliding = Sliding.pooling(padding, poolSize, strides == null ? poolSize : strides);
        return dataFormat.fromLast(sliding.mean(scope, dataFormat.toLast(x)));
    }
}
