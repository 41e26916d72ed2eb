package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each image is turned around its middle by a random angle.
///
/// Formula: in training `y[p] = x[c + R(a) (p - c)]`, R turning by the angle `a = 2π f` around the middle c, f
/// drawn from the factor, where places between pixels are interpolated and places outside filled; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomRotation` in names, defaults and values.
///
/// @param factor        share of a full turn: one number for both directions, or lower and upper
/// @param fillMode      what lies outside the image
/// @param interpolation how new pixels come from old ones
/// @param seed          its own seed; none for the run's
/// @param fillValue     number outside the image for fill_mode constant
/// @param dataFormat    where the channels stand
@Doc("turns images in training")
public record RandomRotation(
        @Doc(
                        value =
                                "share of a full turn: one number for both directions, or lower and upper",
                        example = "0.1")
                List<Double> factor,
        @Doc(value = "what lies outside the image", example = "constant") FillMode fillMode,
        @Doc(value = "how new pixels come from old ones", example = "bilinear")
                Interpolation interpolation,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "number outside the image for fill_mode constant", example = "0")
                double fillValue,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomRotation> {
    public RandomRotation {
        factor = Ranges.of("random_rotation", "factor", factor, -1, 1);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomRotation(List<Double> factor) {
        this(
                factor,
                FillMode.REFLECT,
                Interpolation.BILINEAR,
                null,
                0.0,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public RandomRotation(double factor) {
        this(List.of(factor));
    }

    public RandomRotation withFactor(List<Double> factor) {
        return new RandomRotation(
                factor, fillMode, interpolation, seed, fillValue, dataFormat, settings);
    }

    public RandomRotation withFillMode(FillMode fillMode) {
        return new RandomRotation(
                factor, fillMode, interpolation, seed, fillValue, dataFormat, settings);
    }

    public RandomRotation withInterpolation(Interpolation interpolation) {
        return new RandomRotation(
                factor, fillMode, interpolation, seed, fillValue, dataFormat, settings);
    }

    public RandomRotation withSeed(@Nullable Long seed) {
        return new RandomRotation(
                factor, fillMode, interpolation, seed, fillValue, dataFormat, settings);
    }

    public RandomRotation withFillValue(double fillValue) {
        return new RandomRotation(
                factor, fillMode, interpolation, seed, fillValue, dataFormat, settings);
    }

    public RandomRotation withDataFormat(DataFormat dataFormat) {
        return new RandomRotation(
                factor, fillMode, interpolation, seed, fillValue, dataFormat, settings);
    }

    @Override
    public RandomRotation withSettings(LayerSettings settings) {
        return new RandomRotation(
                factor, fillMode, interpolation, seed, fillValue, dataFormat, settings);
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
        Tensor angle = Ranges.draw(scope, "angle", factor, batch, 3, seed).times(2 * Math.PI);
        Tensor cos = angle.cos();
        Tensor sin = angle.sin();
        var place =
                new AffineImages.Place(
                        cos,
                        sin.negate(),
                        cos.times(-middleX).plus(sin.times(middleY)).plus(middleX),
                        sin,
                        cos,
                        sin.times(-middleX).plus(cos.times(-middleY)).plus(middleY));
        return dataFormat.fromLast(
                new AffineImages(interpolation, fillMode, fillValue).apply(images, place));
    }
}
