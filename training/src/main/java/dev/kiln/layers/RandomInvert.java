package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training some images become their negative: `high - x`, where high ends the range of values.
///
/// Formula: in training `y = high - x` with probability `factor`; else `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomInvert` in names, defaults and values.
///
/// @param factor share of the images: one number for from 0 to it, or lower and upper
/// @param valueRange smallest and largest value of a pixel
/// @param seed its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("turns some images into their negative in training")
public record RandomInvert(
        @Doc(
                        value =
                                "share of the images: one number for from 0 to it, or lower and upper",
                        example = "[0.5, 0.5]")
                List<Double> factor,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomInvert> {
    public RandomInvert {
        factor = Ranges.checked("random_invert", "factor", factor, 0, 1);
        valueRange = Ranges.values("random_invert", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomInvert() {
        this(
                List.of(1.0),
                List.of(0.0, 255.0),
                null,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public RandomInvert withFactor(List<Double> factor) {
        return new RandomInvert(factor, valueRange, seed, dataFormat, settings);
    }

    public RandomInvert withValueRange(List<Double> valueRange) {
        return new RandomInvert(factor, valueRange, seed, dataFormat, settings);
    }

    public RandomInvert withSeed(@Nullable Long seed) {
        return new RandomInvert(factor, valueRange, seed, dataFormat, settings);
    }

    public RandomInvert withDataFormat(DataFormat dataFormat) {
        return new RandomInvert(factor, valueRange, seed, dataFormat, settings);
    }

    @Override
    public RandomInvert withSettings(LayerSettings settings) {
        return new RandomInvert(factor, valueRange, seed, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor isInverted = Ranges.chosen(scope, factor, x.shape().get(0), seed);
        return isInverted.select(x.subtractedFrom(valueRange.getLast()), x);
    }
}
