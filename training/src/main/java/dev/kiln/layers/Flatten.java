package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

/// Each row becomes one axis: `[batch, …]` to `[batch, n]`; a row of one number becomes `[batch, 1]`.
/// With `channels_first` the channels are moved behind the other axes first.
///
/// Formula: `y[i * columns + j] = x[i, j]`, likewise for further axes: the last one runs fastest.
///
/// Shapes: `[batch, …]` to `[batch, n]`, where n is the product of a row's sizes.
///
/// Equal to `keras.layers.Flatten` in names, defaults and values.
///
/// @param dataFormat where the channels stand
@Doc(value = "each row becomes one axis", example = "flatten")
public record Flatten(
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Flatten> {
    public Flatten {
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public Flatten() {
        this(DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public Flatten withDataFormat(DataFormat dataFormat) {
        return new Flatten(dataFormat, settings);
    }

    @Override
    public Flatten withSettings(LayerSettings settings) {
        return new Flatten(dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Tensor ordered = x;
        if (dataFormat == DataFormat.CHANNELS_FIRST && x.rank() > 2) {
            ordered = DataFormat.CHANNELS_FIRST.toLast(x);
        }
        int rows = x.shape().get(0);
        return ordered.reshape(Shape.of(rows, Math.toIntExact(x.shape().row().size())));
    }
}
