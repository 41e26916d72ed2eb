package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each image is moved by a random part of its size.
///
/// Formula: in training `y[i, j] = x[i - f * rows, j - g * columns]`, f and g drawn from the factors, where places
/// between pixels are interpolated and places outside filled; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomTranslation` in names, defaults and values.
///
/// @param heightFactor  range of the move down, in heights
/// @param widthFactor   range of the move to the right, in widths
/// @param fillMode      what lies outside the image
/// @param interpolation how new pixels come from old ones
/// @param seed          its own seed; none for the run's
/// @param fillValue     number outside the image for fill_mode constant
/// @param dataFormat    where the channels stand
@Doc("moves images in training")
public record RandomTranslation(
        @Doc(value = "range of the move down, in heights", example = "0.2")
                List<Double> heightFactor,
        @Doc(value = "range of the move to the right, in widths", example = "0.2")
                List<Double> widthFactor,
        @Doc(value = "what lies outside the image", example = "constant") FillMode fillMode,
        @Doc(value = "how new pixels come from old ones", example = "bilinear")
                Interpolation interpolation,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "number outside the image for fill_mode constant", example = "0")
                double fillValue,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomTranslation> {
    public RandomTranslation {
        heightFactor = Ranges.of("random_translation", "height_factor", heightFactor, -1, 1);
        widthFactor = Ranges.of("random_translation", "width_factor", widthFactor, -1, 1);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomTranslation(List<Double> heightFactor, List<Double> widthFactor) {
        this(
                heightFactor,
                widthFactor,
                FillMode.REFLECT,
                Interpolation.BILINEAR,
                null,
                0.0,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public RandomTranslation(double heightFactor, double widthFactor) {
        this(List.of(heightFactor), List.of(widthFactor));
    }

    public RandomTranslation withHeightFactor(List<Double> heightFactor) {
        return new RandomTranslation(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomTranslation withWidthFactor(List<Double> widthFactor) {
        return new RandomTranslation(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomTranslation withFillMode(FillMode fillMode) {
        return new RandomTranslation(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomTranslation withInterpolation(Interpolation interpolation) {
        return new RandomTranslation(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomTranslation withSeed(@Nullable Long seed) {
        return new RandomTranslation(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomTranslation withFillValue(double fillValue) {
        return new RandomTranslation(
                heightFactor,
                widthFactor,
                fillMode,
                interpolation,
                seed,
                fillValue,
                dataFormat,
                settings);
    }

    public RandomTranslation withDataFormat(DataFormat dataFormat) {
        return new RandomTranslation(
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
    public RandomTranslation withSettings(LayerSettings settings) {
        return new RandomTranslation(
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
        Tensor down =
                Ranges.draw(scope, "height", heightFactor, batch, 3, seed)
                        .times(images.shape().get(1));
        Tensor right =
                Ranges.draw(scope, "width", widthFactor, batch, 3, seed)
                        .times(images.shape().get(2));
        Tensor none = scope.graph().constant(0, down.shape());
        Tensor one = scope.graph().constant(1, down.shape());
        var place = new AffineImages.Place(one, none, right.negate(), none, one, down.negate());
        return dataFormat.fromLast(
                new AffineImages(interpolation, fillMode, fillValue).apply(images, place));
    }
}
