package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training a random rectangle of some images is filled: with noise, or with one colour.
///
/// Formula: in training `y = fill` inside a random rectangle, `y = x` elsewhere; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Source: Zhong et al. 2017, https://arxiv.org/abs/1708.04896
///
/// Equal to `keras.layers.RandomErasing` in names, defaults and values.
///
/// @param factor share of the images: one number for from 0 to it, or lower and upper
/// @param scale range of the squared share of each side that the rectangle takes
/// @param fillValue one number, or one a channel; none for noise
/// @param valueRange smallest and largest value of a pixel
/// @param seed its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("fills a rectangle of images in training")
public record RandomErasing(
        @Doc(
                        value =
                                "share of the images: one number for from 0 to it, or lower and upper",
                        example = "[0.5, 0.5]")
                List<Double> factor,
        @Doc(
                        value = "range of the squared share of each side that the rectangle takes",
                        example = "[0.1, 0.2]")
                List<Double> scale,
        @Doc(value = "one number, or one a channel; none for noise", example = "0")
                @Nullable List<Double> fillValue,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomErasing> {
    public RandomErasing {
        factor = Ranges.checked("random_erasing", "factor", factor, 0, 1);
        scale = Ranges.checked("random_erasing", "scale", scale, 0, 1);
        valueRange = Ranges.values("random_erasing", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomErasing() {
        this(
                List.of(1.0),
                List.of(0.02, 0.33),
                null,
                List.of(0.0, 255.0),
                null,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public RandomErasing withFactor(List<Double> factor) {
        return new RandomErasing(factor, scale, fillValue, valueRange, seed, dataFormat, settings);
    }

    public RandomErasing withScale(List<Double> scale) {
        return new RandomErasing(factor, scale, fillValue, valueRange, seed, dataFormat, settings);
    }

    public RandomErasing withFillValue(@Nullable List<Double> fillValue) {
        return new RandomErasing(factor, scale, fillValue, valueRange, seed, dataFormat, settings);
    }

    public RandomErasing withValueRange(List<Double> valueRange) {
        return new RandomErasing(factor, scale, fillValue, valueRange, seed, dataFormat, settings);
    }

    public RandomErasing withSeed(@Nullable Long seed) {
        return new RandomErasing(factor, scale, fillValue, valueRange, seed, dataFormat, settings);
    }

    public RandomErasing withDataFormat(DataFormat dataFormat) {
        return new RandomErasing(factor, scale, fillValue, valueRange, seed, dataFormat, settings);
    }

    @Override
    public RandomErasing withSettings(LayerSettings settings) {
        return new RandomErasing(factor, scale, fillValue, valueRange, seed, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        int batch = images.shape().get(0);
        Tensor wide = Ranges.draw(scope, "wide", scale, batch, 4, seed).sqrt();
        Tensor high = Ranges.draw(scope, "high", scale, batch, 4, seed).sqrt();
        Tensor isInside = Ranges.rectangle(scope, images, wide, high, seed);
        Tensor isErased = Ranges.chosen(scope, factor, batch, seed);
        Tensor filling = filling(scope, images).clip(valueRange.getFirst(), valueRange.getLast());
        return dataFormat.fromLast(isInside.times(isErased).select(filling, images));
    }

    private Tensor filling(Scope scope, Tensor images) {
        if (fillValue == null) {
            return Noise.normal(scope, "filling", images.shape(), seed).times(valueRange.getLast());
        }
        int channels = images.shape().last();
        if (fillValue.size() != 1 && fillValue.size() != channels) {
            throw new UserError(
                    "E133",
                    "fill_value="
                            + fillValue
                            + " of "
                            + scope.name()
                            + " has "
                            + fillValue.size()
                            + " numbers, but the images have "
                            + channels
                            + " channels.",
                    "Type: fill_value=" + fillValue.getFirst());
        }
        var color = new float[fillValue.size()];
        for (int i = 0; i < color.length; i++) {
            color[i] = fillValue.get(i).floatValue();
        }
        return images.graph().literal(color, Shape.of(color.length)).broadcast(images.shape());
    }
}
