package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each image is sheared: its rows are shifted by a random part of their number, and its columns
/// likewise.
///
/// Formula: in training `y[i, j] = x[i + g * j, j + f * i]`, f and g drawn from the factors, where places between
/// pixels are interpolated and places outside filled; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomShear` in names, defaults and values.
///
/// @param xFactor shift to the right a row: one number for both directions, or lower and upper
/// @param yFactor shift down a column: one number for both directions, or lower and upper
/// @param interpolation how new pixels come from old ones
/// @param fillMode what lies outside the image
/// @param fillValue number outside the image for fill_mode constant
/// @param dataFormat where the channels stand
/// @param seed its own seed; none for the run's
@Doc("shears images in training")
public record RandomShear(
        @Doc(
                        value =
                                "shift to the right a row: one number for both directions, or lower and upper",
                        example = "0.2")
                List<Double> xFactor,
        @Doc(
                        value =
                                "shift down a column: one number for both directions, or lower and upper",
                        example = "0.2")
                List<Double> yFactor,
        @Doc(value = "how new pixels come from old ones", example = "nearest")
                Interpolation interpolation,
        @Doc(value = "what lies outside the image", example = "constant") FillMode fillMode,
        @Doc(value = "number outside the image for fill_mode constant", example = "0")
                double fillValue,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomShear> {
    public RandomShear {
        xFactor = List.copyOf(xFactor);
        yFactor = List.copyOf(yFactor);
        Ranges.of("random_shear", "x_factor", xFactor, -1, 1);
        Ranges.of("random_shear", "y_factor", yFactor, -1, 1);
        AffineImages.check("random_shear", interpolation);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomShear() {
        this(
                List.of(0.0),
                List.of(0.0),
                Interpolation.BILINEAR,
                FillMode.REFLECT,
                0.0,
                DataFormat.CHANNELS_LAST,
                null,
                LayerSettings.DEFAULT);
    }

    public RandomShear withXFactor(List<Double> xFactor) {
        return new RandomShear(
                xFactor, yFactor, interpolation, fillMode, fillValue, dataFormat, seed, settings);
    }

    public RandomShear withYFactor(List<Double> yFactor) {
        return new RandomShear(
                xFactor, yFactor, interpolation, fillMode, fillValue, dataFormat, seed, settings);
    }

    public RandomShear withInterpolation(Interpolation interpolation) {
        return new RandomShear(
                xFactor, yFactor, interpolation, fillMode, fillValue, dataFormat, seed, settings);
    }

    public RandomShear withFillMode(FillMode fillMode) {
        return new RandomShear(
                xFactor, yFactor, interpolation, fillMode, fillValue, dataFormat, seed, settings);
    }

    public RandomShear withFillValue(double fillValue) {
        return new RandomShear(
                xFactor, yFactor, interpolation, fillMode, fillValue, dataFormat, seed, settings);
    }

    public RandomShear withDataFormat(DataFormat dataFormat) {
        return new RandomShear(
                xFactor, yFactor, interpolation, fillMode, fillValue, dataFormat, seed, settings);
    }

    public RandomShear withSeed(@Nullable Long seed) {
        return new RandomShear(
                xFactor, yFactor, interpolation, fillMode, fillValue, dataFormat, seed, settings);
    }

    @Override
    public RandomShear withSettings(LayerSettings settings) {
        return new RandomShear(
                xFactor, yFactor, interpolation, fillMode, fillValue, dataFormat, seed, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        int batch = images.shape().get(0);
        Tensor sign = Ranges.sign(scope, batch, 3, seed);
        var across = Ranges.of("random_shear", "x_factor", xFactor, -1, 1);
        var down = Ranges.of("random_shear", "y_factor", yFactor, -1, 1);
        Tensor one = scope.graph().constant(1, sign.shape());
        Tensor zero = scope.graph().constant(0, sign.shape());
        var place =
                new AffineImages.Place(
                        one,
                        Ranges.draw(scope, "x", across, batch, 3, seed).times(sign),
                        zero,
                        Ranges.draw(scope, "y", down, batch, 3, seed).times(sign),
                        one,
                        zero);
        return dataFormat.fromLast(
                new AffineImages(interpolation, fillMode, fillValue).apply(images, place));
    }
}
