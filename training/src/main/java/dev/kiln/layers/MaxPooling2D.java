package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The largest number under a window that slides over rows and columns, channel by channel.
///
/// Formula: `y[i, j, c] = max over the window of x[i * strides + a, j * strides + b, c]`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, new_rows, new_columns, channels]`, with `channels_first`
/// the channels before the other axes; with padding valid each new size is `(size - pool_size) / strides + 1`
/// rounded down, with same `size / strides` rounded up.
///
/// Equal to `keras.layers.MaxPooling2D` in names, defaults and values.
///
/// @param poolSize   size of the window along each axis; one number for all
/// @param strides    steps between two positions; none for the size of the window
/// @param padding    valid: the window stays inside; same: as many positions as the input has, over the stride
/// @param dataFormat where the channels stand
@Doc(value = "the largest number under each window", example = "max_pooling2d 2")
public record MaxPooling2D(
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
        implements Formula, LayerArguments<MaxPooling2D> {
    public MaxPooling2D {
        poolSize = Sizes.each("max_pooling2d", "pool_size", poolSize, 2, 1);
        strides = strides == null ? null : Sizes.each("max_pooling2d", "strides", strides, 2, 1);
        if (padding == Padding.CAUSAL) {
            throw new UserError(
                    "E132",
                    "max_pooling2d takes padding same or valid, not causal.",
                    "Type: padding=same");
        }
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public MaxPooling2D() {
        this(List.of(2, 2), null, Padding.VALID, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public MaxPooling2D(List<Integer> poolSize) {
        this(poolSize, null, Padding.VALID, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public MaxPooling2D(int poolSize) {
        this(List.of(poolSize));
    }

    public MaxPooling2D withPoolSize(List<Integer> poolSize) {
        return new MaxPooling2D(poolSize, strides, padding, dataFormat, settings);
    }

    public MaxPooling2D withPoolSize(int... poolSize) {
        return withPoolSize(Arguments.listOf(poolSize));
    }

    public MaxPooling2D withStrides(@Nullable List<Integer> strides) {
        return new MaxPooling2D(poolSize, strides, padding, dataFormat, settings);
    }

    public MaxPooling2D withPadding(Padding padding) {
        return new MaxPooling2D(poolSize, strides, padding, dataFormat, settings);
    }

    public MaxPooling2D withDataFormat(DataFormat dataFormat) {
        return new MaxPooling2D(poolSize, strides, padding, dataFormat, settings);
    }

    @Override
    public MaxPooling2D withSettings(LayerSettings settings) {
        return new MaxPooling2D(poolSize, strides, padding, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        var sliding = Sliding.pooling(padding, poolSize, strides == null ? poolSize : strides);
        return dataFormat.fromLast(sliding.largest(scope, dataFormat.toLast(x)));
    }
}
