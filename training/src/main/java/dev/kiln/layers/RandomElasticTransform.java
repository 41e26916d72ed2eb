package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training the pixels of some images are moved by a smooth random field.
///
/// Formula: in training `y[i, j] = x[i + d[i, j], j + d[i, j]]`, d being the field, where places between pixels are
/// interpolated and places outside filled; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// A field is noise blurred with a bell curve of width `0.05 * s * min(rows, columns)`, times that width and times
/// `0.1 * s * max(rows, columns)`, where s is drawn from the scale once a batch. As in Keras 3.15 one field moves both
/// along rows and along columns.
///
/// Source: Simard et al. 2003, Best practices for convolutional neural networks applied to visual document analysis.
///
/// Equal to `keras.layers.RandomElasticTransform` in names, defaults and values.
///
/// @param factor share of the images: one number for from 0 to it, or lower and upper
/// @param scale range of s, the strength: one number for from 0 to it, or lower and upper
/// @param interpolation how new pixels come from old ones
/// @param fillMode what lies outside the image
/// @param fillValue number outside the image for fill_mode constant
/// @param valueRange smallest and largest value of a pixel
/// @param seed its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("bends images in training")
public record RandomElasticTransform(
        @Doc(
                        value =
                                "share of the images: one number for from 0 to it, or lower and upper",
                        example = "[0.5, 0.5]")
                List<Double> factor,
        @Doc(
                        value =
                                "range of s, the strength: one number for from 0 to it, or lower and upper",
                        example = "[0.2, 0.5]")
                List<Double> scale,
        @Doc(value = "how new pixels come from old ones", example = "nearest")
                Interpolation interpolation,
        @Doc(value = "what lies outside the image", example = "constant") FillMode fillMode,
        @Doc(value = "number outside the image for fill_mode constant", example = "0")
                double fillValue,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomElasticTransform> {
    public RandomElasticTransform {
        factor = Ranges.checked("random_elastic_transform", "factor", factor, 0, 1);
        scale = Ranges.checked("random_elastic_transform", "scale", scale, 0, 1);
        AffineImages.check("random_elastic_transform", interpolation);
        valueRange = Ranges.values("random_elastic_transform", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomElasticTransform() {
        this(
                List.of(1.0),
                List.of(1.0),
                Interpolation.BILINEAR,
                FillMode.REFLECT,
                0.0,
                List.of(0.0, 255.0),
                null,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public RandomElasticTransform withFactor(List<Double> factor) {
        return new RandomElasticTransform(
                factor,
                scale,
                interpolation,
                fillMode,
                fillValue,
                valueRange,
                seed,
                dataFormat,
                settings);
    }

    public RandomElasticTransform withScale(List<Double> scale) {
        return new RandomElasticTransform(
                factor,
                scale,
                interpolation,
                fillMode,
                fillValue,
                valueRange,
                seed,
                dataFormat,
                settings);
    }

    public RandomElasticTransform withInterpolation(Interpolation interpolation) {
        return new RandomElasticTransform(
                factor,
                scale,
                interpolation,
                fillMode,
                fillValue,
                valueRange,
                seed,
                dataFormat,
                settings);
    }

    public RandomElasticTransform withFillMode(FillMode fillMode) {
        return new RandomElasticTransform(
                factor,
                scale,
                interpolation,
                fillMode,
                fillValue,
                valueRange,
                seed,
                dataFormat,
                settings);
    }

    public RandomElasticTransform withFillValue(double fillValue) {
        return new RandomElasticTransform(
                factor,
                scale,
                interpolation,
                fillMode,
                fillValue,
                valueRange,
                seed,
                dataFormat,
                settings);
    }

    public RandomElasticTransform withValueRange(List<Double> valueRange) {
        return new RandomElasticTransform(
                factor,
                scale,
                interpolation,
                fillMode,
                fillValue,
                valueRange,
                seed,
                dataFormat,
                settings);
    }

    public RandomElasticTransform withSeed(@Nullable Long seed) {
        return new RandomElasticTransform(
                factor,
                scale,
                interpolation,
                fillMode,
                fillValue,
                valueRange,
                seed,
                dataFormat,
                settings);
    }

    public RandomElasticTransform withDataFormat(DataFormat dataFormat) {
        return new RandomElasticTransform(
                factor,
                scale,
                interpolation,
                fillMode,
                fillValue,
                valueRange,
                seed,
                dataFormat,
                settings);
    }

    @Override
    public RandomElasticTransform withSettings(LayerSettings settings) {
        return new RandomElasticTransform(
                factor,
                scale,
                interpolation,
                fillMode,
                fillValue,
                valueRange,
                seed,
                dataFormat,
                settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        if (scale.getLast() == 0 || factor.getLast() == 0) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        Shape pixels = images.shape().slice(0, 3);
        int rows = pixels.get(1);
        int columns = pixels.get(2);
        Tensor strength = Ranges.draw(scope, "strength", scale, 1, 1, seed);
        Tensor sigma = strength.times(0.05 * Math.min(rows, columns)).maximum(1e-6);
        // The number of pixels under the curve: the odd one at or above six widths, rounded down.
        Tensor reach = sigma.times(6).floor().dividedBy(2).floor();
        Tensor noise = Noise.normal(scope, "field", pixels, seed).expand(3);
        Tensor field =
                Blur.of(noise, reach, sigma, reach, sigma)
                        .squeeze(3)
                        .times(sigma)
                        .times(strength.times(0.1 * Math.max(rows, columns)));
        Tensor bent =
                new AffineImages(interpolation, fillMode, fillValue)
                        .at(
                                images,
                                scope.graph().iota(pixels, 2).plus(field),
                                scope.graph().iota(pixels, 1).plus(field));
        Tensor isBent = Ranges.chosen(scope, factor, pixels.get(0), seed);
        return dataFormat.fromLast(
                isBent.select(bent, images).clip(valueRange.getFirst(), valueRange.getLast()));
    }
}
