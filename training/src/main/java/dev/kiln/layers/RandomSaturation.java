package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training the saturation of each image is multiplied with `f / (1 - f)`, where f is drawn from the factor: 0
/// takes all colour, 0.5 changes nothing, 1 gives pure colours.
///
/// Formula: in training `y = rgb(hue, saturation * f / (1 - f), value)`, f drawn from the factor; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomSaturation` in names, defaults and values.
///
/// @param factor range of f, from 0 to 1: one number for from minus it to it, or lower and upper
/// @param valueRange smallest and largest value of a pixel
/// @param dataFormat where the channels stand
/// @param seed its own seed; none for the run's
@Doc("changes the saturation of images in training")
public record RandomSaturation(
        @Doc(
                        value =
                                "range of f, from 0 to 1: one number for from minus it to it, or lower and upper",
                        example = "[0.3, 0.7]")
                List<Double> factor,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomSaturation> {
    public RandomSaturation {
        factor = Ranges.of("random_saturation", "factor", factor, -1, 1);
        valueRange = Ranges.values("random_saturation", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomSaturation(List<Double> factor) {
        this(factor, List.of(0.0, 255.0), DataFormat.CHANNELS_LAST, null, LayerSettings.DEFAULT);
    }

    public RandomSaturation(double factor) {
        this(List.of(factor));
    }

    public RandomSaturation withFactor(List<Double> factor) {
        return new RandomSaturation(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomSaturation withValueRange(List<Double> valueRange) {
        return new RandomSaturation(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomSaturation withDataFormat(DataFormat dataFormat) {
        return new RandomSaturation(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomSaturation withSeed(@Nullable Long seed) {
        return new RandomSaturation(factor, valueRange, dataFormat, seed, settings);
    }

    @Override
    public RandomSaturation withSettings(LayerSettings settings) {
        return new RandomSaturation(factor, valueRange, dataFormat, seed, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor colors = Colors.hsv(scope, dataFormat.toLast(x));
        Tensor drawn = Ranges.draw(scope, "saturation", factor, x.shape().get(0), 4, seed);
        Tensor stretch = drawn.dividedBy(drawn.subtractedFrom(1).plus(1e-7));
        Tensor saturation =
                colors.slice(3, 1, 2)
                        .times(stretch)
                        .clip(valueRange.getFirst(), valueRange.getLast());
        return dataFormat.fromLast(
                Colors.rgb(colors.slice(3, 0, 1), saturation, colors.slice(3, 2, 3)));
    }
}
