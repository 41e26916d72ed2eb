package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Images of another size: `[batch, rows, columns, channels]` to `[batch, height, width, channels]`.
///
/// Formula: `y[i, j] = sum of w * x` over the places around `((i + 0.5) * rows / height - 0.5, (j + 0.5) * columns
/// / width - 0.5)`, w being the interpolation's weights.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, height, width, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.Resizing` in names, defaults and values.
///
/// @param height            rows of the result
/// @param width             columns of the result
/// @param interpolation     how new pixels come from old ones
/// @param cropToAspectRatio whether borders are cut off rather than the image stretched
/// @param padToAspectRatio  whether borders are added rather than the image stretched
/// @param fillMode          what lies outside the image
/// @param fillValue         number outside the image for fill_mode constant
/// @param antialias         whether pixels are averaged where the image becomes smaller
/// @param dataFormat        where the channels stand
@Doc("images of another size")
public record Resizing(
        @Doc(value = "rows of the result", example = "224") int height,
        @Doc(value = "columns of the result", example = "224") int width,
        @Doc(value = "how new pixels come from old ones", example = "bilinear")
                Interpolation interpolation,
        @Doc(
                        value = "whether borders are cut off rather than the image stretched",
                        example = "true")
                boolean cropToAspectRatio,
        @Doc(value = "whether borders are added rather than the image stretched", example = "true")
                boolean padToAspectRatio,
        @Doc(value = "what lies outside the image", example = "constant") FillMode fillMode,
        @Doc(value = "number outside the image for fill_mode constant", example = "0")
                double fillValue,
        @Doc(
                        value = "whether pixels are averaged where the image becomes smaller",
                        example = "true")
                boolean antialias,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Resizing> {
    public Resizing {
        Sizes.positive("resizing", "height", height, "224");
        Sizes.positive("resizing", "width", width, "224");
        if (fillMode != FillMode.CONSTANT) {
            throw new UserError(
                    "E132",
                    "resizing fills borders with a number: fill_mode=constant.",
                    "Type: fill_mode=constant");
        }
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public Resizing(int height, int width) {
        this(
                height,
                width,
                Interpolation.BILINEAR,
                false,
                false,
                FillMode.CONSTANT,
                0.0,
                false,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public Resizing withHeight(int height) {
        return new Resizing(
                height,
                width,
                interpolation,
                cropToAspectRatio,
                padToAspectRatio,
                fillMode,
                fillValue,
                antialias,
                dataFormat,
                settings);
    }

    public Resizing withWidth(int width) {
        return new Resizing(
                height,
                width,
                interpolation,
                cropToAspectRatio,
                padToAspectRatio,
                fillMode,
                fillValue,
                antialias,
                dataFormat,
                settings);
    }

    public Resizing withInterpolation(Interpolation interpolation) {
        return new Resizing(
                height,
                width,
                interpolation,
                cropToAspectRatio,
                padToAspectRatio,
                fillMode,
                fillValue,
                antialias,
                dataFormat,
                settings);
    }

    public Resizing withCropToAspectRatio(boolean cropToAspectRatio) {
        return new Resizing(
                height,
                width,
                interpolation,
                cropToAspectRatio,
                padToAspectRatio,
                fillMode,
                fillValue,
                antialias,
                dataFormat,
                settings);
    }

    public Resizing withPadToAspectRatio(boolean padToAspectRatio) {
        return new Resizing(
                height,
                width,
                interpolation,
                cropToAspectRatio,
                padToAspectRatio,
                fillMode,
                fillValue,
                antialias,
                dataFormat,
                settings);
    }

    public Resizing withFillMode(FillMode fillMode) {
        return new Resizing(
                height,
                width,
                interpolation,
                cropToAspectRatio,
                padToAspectRatio,
                fillMode,
                fillValue,
                antialias,
                dataFormat,
                settings);
    }

    public Resizing withFillValue(double fillValue) {
        return new Resizing(
                height,
                width,
                interpolation,
                cropToAspectRatio,
                padToAspectRatio,
                fillMode,
                fillValue,
                antialias,
                dataFormat,
                settings);
    }

    public Resizing withAntialias(boolean antialias) {
        return new Resizing(
                height,
                width,
                interpolation,
                cropToAspectRatio,
                padToAspectRatio,
                fillMode,
                fillValue,
                antialias,
                dataFormat,
                settings);
    }

    public Resizing withDataFormat(DataFormat dataFormat) {
        return new Resizing(
                height,
                width,
                interpolation,
                cropToAspectRatio,
                padToAspectRatio,
                fillMode,
                fillValue,
                antialias,
                dataFormat,
                settings);
    }

    @Override
    public Resizing withSettings(LayerSettings settings) {
        return new Resizing(
                height,
                width,
                interpolation,
                cropToAspectRatio,
                padToAspectRatio,
                fillMode,
                fillValue,
                antialias,
                dataFormat,
                settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor images = dataFormat.toLast(x);
        if (cropToAspectRatio) {
            return dataFormat.fromLast(
                    interpolation.resize(cropped(images, height, width), height, width, antialias));
        }
        if (padToAspectRatio) {
            images = padded(images);
        }
        return dataFormat.fromLast(interpolation.resize(images, height, width, antialias));
    }

    /// The largest part from the middle with the result's ratio of sides.
    static Tensor cropped(Tensor images, int height, int width) {
        int rows = images.shape().get(1);
        int columns = images.shape().get(2);
        int partRows = Math.max(Math.min(rows, columns * height / width), 1);
        int partColumns = Math.max(Math.min(columns, rows * width / height), 1);
        int top = (rows - partRows) / 2;
        int left = (columns - partColumns) / 2;
        return images.slice(1, top, top + partRows).slice(2, left, left + partColumns);
    }

    /// Borders of `fillValue` that bring the image to the result's ratio of sides.
    private Tensor padded(Tensor images) {
        int rows = images.shape().get(1);
        int columns = images.shape().get(2);
        int above = Math.max((columns * height / width - rows) / 2, 0);
        int left = Math.max((rows * width / height - columns) / 2, 0);
        var borders = List.of(0, above, left, 0);
        return images.minus(fillValue).pad(borders, borders).plus(fillValue);
    }
}
