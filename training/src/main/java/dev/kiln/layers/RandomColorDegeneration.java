package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each image loses a random part of its colour: `x + f * (gray - x)`.
///
/// Formula: in training `y = x + f * (gray - x)`, f drawn from the factor; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomColorDegeneration` in names, defaults and values.
///
/// @param factor the part that is lost: one number for both directions, or lower and upper
/// @param valueRange smallest and largest value of a pixel
/// @param dataFormat where the channels stand
/// @param seed its own seed; none for the run's
@Doc("takes colour from images in training")
public record RandomColorDegeneration(
        @Doc(
                        value =
                                "the part that is lost: one number for both directions, or lower and upper",
                        example = "0.5")
                List<Double> factor,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomColorDegeneration> {
    public RandomColorDegeneration {
        factor = Ranges.of("random_color_degeneration", "factor", factor, -1, 1);
        valueRange = Ranges.values("random_color_degeneration", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomColorDegeneration(List<Double> factor) {
        this(factor, List.of(0.0, 255.0), DataFormat.CHANNELS_LAST, null, LayerSettings.DEFAULT);
    }

    public RandomColorDegeneration(double factor) {
        this(List.of(factor));
    }

    public RandomColorDegeneration withFactor(List<Double> factor) {
        return new RandomColorDegeneration(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomColorDegeneration withValueRange(List<Double> valueRange) {
        return new RandomColorDegeneration(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomColorDegeneration withDataFormat(DataFormat dataFormat) {
        return new RandomColorDegeneration(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomColorDegeneration withSeed(@Nullable Long seed) {
        return new RandomColorDegeneration(factor, valueRange, dataFormat, seed, settings);
    }

    @Override
    public RandomColorDegeneration withSettings(LayerSettings settings) {
        return new RandomColorDegeneration(factor, valueRange, dataFormat, seed, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        Tensor part = Ranges.draw(scope, "part", factor, images.shape().get(0), 4, seed);
        Tensor gray = Colors.gray(scope, images);
        Tensor changed = images.plus(gray.minus(images).times(part));
        return dataFormat.fromLast(changed.clip(valueRange.getFirst(), valueRange.getLast()));
    }
}
