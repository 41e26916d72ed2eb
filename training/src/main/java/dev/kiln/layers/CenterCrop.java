package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

/// The middle of images: `[batch, rows, columns, channels]` to `[batch, height, width, channels]`. Smaller images
/// are enlarged first, so that both sides fit.
///
/// Formula: `y[i, j] = x[i + (rows - height) / 2, j + (columns - width) / 2]`, rounded down.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, height, width, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.CenterCrop` in names, defaults and values.
///
/// @param height     rows of the result
/// @param width      columns of the result
/// @param dataFormat where the channels stand
@Doc("the middle of images")
public record CenterCrop(
        @Doc(value = "rows of the result", example = "224") int height,
        @Doc(value = "columns of the result", example = "224") int width,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<CenterCrop> {
    public CenterCrop {
        Sizes.positive("center_crop", "height", height, "224");
        Sizes.positive("center_crop", "width", width, "224");
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public CenterCrop(int height, int width) {
        this(height, width, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public CenterCrop withHeight(int height) {
        return new CenterCrop(height, width, dataFormat, settings);
    }

    public CenterCrop withWidth(int width) {
        return new CenterCrop(height, width, dataFormat, settings);
    }

    public CenterCrop withDataFormat(DataFormat dataFormat) {
        return new CenterCrop(height, width, dataFormat, settings);
    }

    @Override
    public CenterCrop withSettings(LayerSettings settings) {
        return new CenterCrop(height, width, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor images = dataFormat.toLast(x);
        int rows = images.shape().get(1);
        int columns = images.shape().get(2);
        if (rows < height || columns < width) {
            return dataFormat.fromLast(
                    Interpolation.BILINEAR.resize(
                            Resizing.cropped(images, height, width), height, width, false));
        }
        int top = (rows - height) / 2;
        int left = (columns - width) / 2;
        return dataFormat.fromLast(images.slice(1, top, top + height).slice(2, left, left + width));
    }
}
