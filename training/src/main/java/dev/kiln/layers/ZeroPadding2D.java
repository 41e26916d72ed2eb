package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/// Zeros before and after rows and columns.
///
/// Formula: `y[i, j] = x[i - before, j - before]` where that place exists, else 0.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, padded_rows, padded_columns, channels]`, each padded size
/// being `before + size + after`.
///
/// Equal to `keras.layers.ZeroPadding2D` in names, defaults and values.
///
/// @param padding    how many before and after each axis: one number, one an axis, or a pair an axis
/// @param dataFormat where the channels stand
@Doc("zeros around")
public record ZeroPadding2D(
        @Doc(
                        value =
                                "how many before and after each axis: one number, one an axis, or a pair an axis",
                        example = "[[1, 2], [0, 0]]")
                List<List<Integer>> padding,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<ZeroPadding2D> {
    public ZeroPadding2D {
        padding = Sizes.pairs("zero_padding2d", "padding", padding, 2);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public ZeroPadding2D() {
        this(List.of(List.of(1)), DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public ZeroPadding2D(int padding) {
        this(List.of(List.of(padding)), DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public ZeroPadding2D withPadding(List<List<Integer>> padding) {
        return new ZeroPadding2D(padding, dataFormat, settings);
    }

    public ZeroPadding2D withDataFormat(DataFormat dataFormat) {
        return new ZeroPadding2D(padding, dataFormat, settings);
    }

    @Override
    public ZeroPadding2D withSettings(LayerSettings settings) {
        return new ZeroPadding2D(padding, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor last = dataFormat.toLast(x);
        var low = new ArrayList<Integer>(List.of(0));
        var high = new ArrayList<Integer>(List.of(0));
        padding.forEach(
                pair -> {
                    low.add(pair.getFirst());
                    high.add(pair.getLast());
                });
        low.add(0);
        high.add(0);
        return dataFormat.fromLast(last.pad(low, high));
    }
}
