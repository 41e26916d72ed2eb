package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each image's distances from its mean are multiplied with a random factor.
///
/// Formula: in training `y = mean + f * (x - mean)`, f drawn from the factor around 1; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomContrast` in names, defaults and values.
///
/// @param factor     how far the contrast moves from 1: one number for both directions, or lower and upper
/// @param valueRange smallest and largest value of a pixel
/// @param seed       its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("changes the contrast of images in training")
public record RandomContrast(
        @Doc(
                        value =
                                "how far the contrast moves from 1: one number for both directions, or lower and upper",
                        example = "0.2")
                List<Double> factor,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomContrast> {
    public RandomContrast {
        factor =
                factor.size() == 2
                        ? List.of(-Math.abs(factor.getFirst()), factor.getLast())
                        : Ranges.of("random_contrast", "factor", factor, -1, 1);
        valueRange = List.copyOf(valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomContrast(List<Double> factor) {
        this(factor, List.of(0.0, 255.0), null, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public RandomContrast(double factor) {
        this(List.of(factor));
    }

    public RandomContrast withFactor(List<Double> factor) {
        return new RandomContrast(factor, valueRange, seed, dataFormat, settings);
    }

    public RandomContrast withValueRange(List<Double> valueRange) {
        return new RandomContrast(factor, valueRange, seed, dataFormat, settings);
    }

    public RandomContrast withSeed(@Nullable Long seed) {
        return new RandomContrast(factor, valueRange, seed, dataFormat, settings);
    }

    public RandomContrast withDataFormat(DataFormat dataFormat) {
        return new RandomContrast(factor, valueRange, seed, dataFormat, settings);
    }

    @Override
    public RandomContrast withSettings(LayerSettings settings) {
        return new RandomContrast(factor, valueRange, seed, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        var range = List.of(1 + factor.getFirst(), 1 + factor.getLast());
        Tensor stretch = Ranges.draw(scope, "contrast", range, images.shape().get(0), 4, seed);
        Tensor mean = images.meanKept(1, 2);
        Tensor changed = images.minus(mean).times(stretch).plus(mean);
        return dataFormat.fromLast(changed.clip(valueRange.getFirst(), valueRange.getLast()));
    }
}
