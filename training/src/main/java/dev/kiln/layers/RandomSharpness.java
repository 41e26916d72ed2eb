package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each image is mixed with a smoothed one: `x + (1 - 2 f) * (smooth - x)`, where f is drawn from the
/// factor. 0 smooths, 0.5 changes nothing, 1 sharpens.
///
/// Formula: in training `y = x + (1 - 2 f) * (smooth - x)`, f drawn from the factor; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomSharpness` in names, defaults and values.
///
/// @param factor range of f, from 0 to 1: one number for from 0 to it, or lower and upper
/// @param valueRange smallest and largest value of a pixel
/// @param dataFormat where the channels stand
/// @param seed its own seed; none for the run's
@Doc("changes the sharpness of images in training")
public record RandomSharpness(
        @Doc(
                        value =
                                "range of f, from 0 to 1: one number for from 0 to it, or lower and upper",
                        example = "[0.3, 0.7]")
                List<Double> factor,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomSharpness> {
    public RandomSharpness {
        factor = Ranges.checked("random_sharpness", "factor", factor, 0, 1);
        valueRange = Ranges.values("random_sharpness", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomSharpness(List<Double> factor) {
        this(factor, List.of(0.0, 255.0), DataFormat.CHANNELS_LAST, null, LayerSettings.DEFAULT);
    }

    public RandomSharpness(double factor) {
        this(List.of(factor));
    }

    public RandomSharpness withFactor(List<Double> factor) {
        return new RandomSharpness(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomSharpness withValueRange(List<Double> valueRange) {
        return new RandomSharpness(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomSharpness withDataFormat(DataFormat dataFormat) {
        return new RandomSharpness(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomSharpness withSeed(@Nullable Long seed) {
        return new RandomSharpness(factor, valueRange, dataFormat, seed, settings);
    }

    @Override
    public RandomSharpness withSettings(LayerSettings settings) {
        return new RandomSharpness(factor, valueRange, dataFormat, seed, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        Tensor drawn = Ranges.draw(scope, "sharpness", factor, images.shape().get(0), 4, seed);
        var around = Sliding.pooling(Padding.SAME, List.of(3, 3), List.of(1, 1));
        Tensor sum = images.graph().add(new Op.SumPool(around.over(scope, images)), images);
        // All nine pixels weigh 1, but the middle one 5.
        Tensor smooth = sum.plus(images.times(4)).dividedBy(13);
        Tensor changed = images.plus(drawn.times(-2).plus(1).times(smooth.minus(images)));
        return dataFormat.fromLast(changed.clip(valueRange.getFirst(), valueRange.getLast()));
    }
}
