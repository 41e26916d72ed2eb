package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each image is enlarged or made smaller around its middle by a random factor.
///
/// Formula: in training `y[p] = x[c + (1 + f) (p - c)]`, c the middle, f drawn from the factors of height and
/// width, where places between pixels are interpolated and places outside filled; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomZoom` in names, defaults and values.
///
/// @param heightFactor  range of the change of the rows; above 0 the image becomes smaller
/// @param widthFactor   range of the change of the columns; none for that of the rows
/// @param fillMode      what lies outside the image
/// @param interpolation how new pixels come from old ones
/// @param seed          its own seed; none for the run's
/// @param fillValue     number outside the image for fill_mode constant
/// @param dataFormat    where the channels stand
@Doc("enlarges images or makes them smaller in training")
public record RandomZoom(
        @Doc(
                        value =
                                "range of the change of the rows; above 0 the image becomes smaller",
                        example = "0.2")
                List<Double> heightFactor,
        @Doc(
                        value = "range of the change of the columns; none for that of the rows",
                        example = "0.2")
                @Nullable List<Double> widthFactor,
        @Doc(value = "what lies outside the image", example = "constant") FillMode fillMode,
        @Doc(value = "how new pixels come from old ones", example = "bilinear")
                Interpolation interpolation,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "number outside the image for fill_mode constant", example = "0")
                double fillValue,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomZoom> {
    public RandomZoom {
        heightFactor = Ranges.of("random_zoom", "height_factor", heightFactor, -1, 1);
        widthFactor =
                widthFactor == null
                        ? null
                        : Ranges.of("random_zoom", "width_factor", widthFactor, -1, 1);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomZoom(List<Double> heightFactor) {
        this(
                heightFactor,
                null,
                FillMode.REFLECT,
                Interpolation.BILINEAR,
                null,
                0.0,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public RandomZoom(double heightFactor) {
        this(List.of(heightFactor));
    }

    public RandomZoom withHeightFactor(List<Double> heightFactor) {
        return new RandomZoom(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomZoom withWidthFactor(@Nullable List<Double> widthFactor) {
        return new RandomZoom(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomZoom withFillMode(FillMode fillMode) {
        return new RandomZoom(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomZoom withInterpolation(Interpolation interpolation) {
        return new RandomZoom(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomZoom withSeed(@Nullable Long seed) {
        return new RandomZoom(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomZoom withFillValue(double fillValue) {
        return new RandomZoom(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomZoom withDataFormat(DataFormat dataFormat) {
        return new RandomZoom(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    @Override
    public RandomZoom withSettings(LayerSettings settings) {
        return new RandomZoom(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        int batch = images.shape().get(0);
        double middleX = (images.shape().get(2) - 1) / 2.0;
        double middleY = (images.shape().get(1) - 1) / 2.0;
        Tensor tall = Ranges.draw(scope, "height", heightFactor, batch, 3, seed).plus(1);
        Tensor wide =
                widthFactor == null
                        ? tall
                        : Ranges.draw(scope, "width", widthFactor, batch, 3, seed).plus(1);
        Tensor none = scope.graph().constant(0, tall.shape());
        var place =
                new AffineImages.Place(
                        wide,
                        none,
                        wide.subtractedFrom(1).times(middleX),
                        none,
                        tall,
                        tall.subtractedFrom(1).times(middleY));
        return dataFormat.fromLast(
                new AffineImages(interpolation, fillMode, fillValue).apply(images, place));
    }
}
