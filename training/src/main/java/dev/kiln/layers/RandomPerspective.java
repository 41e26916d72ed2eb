package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training the corners of some images are moved at random, as if they were looked at from aside. The upper left
/// corner stays where it is, as in Keras.
///
/// Formula: in training `y[i, j] = x[(a i + b j + c) / (g i + h j + 1), (d i + e j + f) / (g i + h j + 1)]`, the
/// eight numbers from corners moved at random, where places between pixels are interpolated and places outside
/// filled; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomPerspective` in names, defaults and values.
///
/// @param factor share of the images: one number for from 0 to it, or lower and upper
/// @param scale how far corners move, in image sizes, from 0 to 1
/// @param interpolation how new pixels come from old ones
/// @param fillValue number outside the image
/// @param seed its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("looks at images from aside in training")
public record RandomPerspective(
        @Doc(
                        value =
                                "share of the images: one number for from 0 to it, or lower and upper",
                        example = "[0.5, 0.5]")
                List<Double> factor,
        @Doc(value = "how far corners move, in image sizes, from 0 to 1", example = "0.3")
                double scale,
        @Doc(value = "how new pixels come from old ones", example = "nearest")
                Interpolation interpolation,
        @Doc(value = "number outside the image", example = "0") double fillValue,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomPerspective> {
    public RandomPerspective {
        factor = Ranges.checked("random_perspective", "factor", factor, 0, 1);
        Ranges.share("random_perspective", "scale", scale);
        AffineImages.check("random_perspective", interpolation);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomPerspective() {
        this(
                List.of(1.0),
                1.0,
                Interpolation.BILINEAR,
                0.0,
                null,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public RandomPerspective withFactor(List<Double> factor) {
        return new RandomPerspective(
                factor, scale, interpolation, fillValue, seed, dataFormat, settings);
    }

    public RandomPerspective withScale(double scale) {
        return new RandomPerspective(
                factor, scale, interpolation, fillValue, seed, dataFormat, settings);
    }

    public RandomPerspective withInterpolation(Interpolation interpolation) {
        return new RandomPerspective(
                factor, scale, interpolation, fillValue, seed, dataFormat, settings);
    }

    public RandomPerspective withFillValue(double fillValue) {
        return new RandomPerspective(
                factor, scale, interpolation, fillValue, seed, dataFormat, settings);
    }

    public RandomPerspective withSeed(@Nullable Long seed) {
        return new RandomPerspective(
                factor, scale, interpolation, fillValue, seed, dataFormat, settings);
    }

    public RandomPerspective withDataFormat(DataFormat dataFormat) {
        return new RandomPerspective(
                factor, scale, interpolation, fillValue, seed, dataFormat, settings);
    }

    @Override
    public RandomPerspective withSettings(LayerSettings settings) {
        return new RandomPerspective(
                factor, scale, interpolation, fillValue, seed, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        int batch = images.shape().get(0);
        double right = images.shape().get(2) - 1;
        double bottom = images.shape().get(1) - 1;
        if (right == 0 || bottom == 0) {
            return x;
        }
        var moves = List.of(-0.5 * scale, 0.5 * scale);
        Tensor upperRight = Ranges.draw(scope, "upper right", moves, batch, 3, seed).plus(1);
        Tensor lowerLeft = Ranges.draw(scope, "lower left", moves, batch, 3, seed).plus(1);
        Tensor lowerRightX = Ranges.draw(scope, "lower right x", moves, batch, 3, seed).plus(1);
        Tensor lowerRightY = Ranges.draw(scope, "lower right y", moves, batch, 3, seed).plus(1);
        // The map of the moved corners to those of the image, in image sizes: (u, v) is read at
        // (a u, b v) / (c u + d v + 1).
        Tensor c = lowerRightY.dividedBy(lowerLeft).minus(1).dividedBy(lowerRightX);
        Tensor d = lowerRightX.dividedBy(upperRight).minus(1).dividedBy(lowerRightY);
        Tensor a = c.plus(upperRight.reciprocal());
        Tensor b = d.plus(lowerLeft.reciprocal());
        Shape pixels = images.shape().slice(0, 3);
        Tensor u = scope.graph().iota(pixels, 2).dividedBy(right);
        Tensor v = scope.graph().iota(pixels, 1).dividedBy(bottom);
        Tensor depth = c.times(u).plus(d.times(v)).plus(1);
        Tensor seen =
                new AffineImages(interpolation, FillMode.CONSTANT, fillValue)
                        .at(
                                images,
                                a.times(u).dividedBy(depth).times(right),
                                b.times(v).dividedBy(depth).times(bottom));
        return dataFormat.fromLast(Ranges.chosen(scope, factor, batch, seed).select(seen, images));
    }
}
