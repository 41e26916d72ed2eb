package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training the hue of each image is turned by a random part of half a turn, in either direction.
///
/// Formula: in training `y = rgb(hue + f / 2, saturation, value)` of the colour's hue, saturation and value, hue
/// counted in turns, f drawn from the factor with either sign; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomHue` in names, defaults and values.
///
/// @param factor part of half a turn: one number for from 0 to it, or lower and upper
/// @param valueRange smallest and largest value of a pixel
/// @param dataFormat where the channels stand
/// @param seed its own seed; none for the run's
@Doc("turns the hue of images in training")
public record RandomHue(
        @Doc(
                        value =
                                "part of half a turn: one number for from 0 to it, or lower and upper",
                        example = "0.1")
                List<Double> factor,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomHue> {
    public RandomHue {
        factor = Ranges.checked("random_hue", "factor", factor, 0, 1);
        valueRange = Ranges.values("random_hue", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomHue(List<Double> factor) {
        this(factor, List.of(0.0, 255.0), DataFormat.CHANNELS_LAST, null, LayerSettings.DEFAULT);
    }

    public RandomHue(double factor) {
        this(List.of(factor));
    }

    public RandomHue withFactor(List<Double> factor) {
        return new RandomHue(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomHue withValueRange(List<Double> valueRange) {
        return new RandomHue(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomHue withDataFormat(DataFormat dataFormat) {
        return new RandomHue(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomHue withSeed(@Nullable Long seed) {
        return new RandomHue(factor, valueRange, dataFormat, seed, settings);
    }

    @Override
    public RandomHue withSettings(LayerSettings settings) {
        return new RandomHue(factor, valueRange, dataFormat, seed, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = Ranges.mapped(dataFormat.toLast(x), valueRange, List.of(0.0, 1.0));
        int batch = images.shape().get(0);
        Tensor turn = Ranges.draw(scope, "turn", factor, batch, 4, seed).times(0.5);
        Tensor turned = Colors.hsv(scope, images);
        Tensor hue = turned.slice(3, 0, 1).plus(Ranges.sign(scope, batch, 4, seed).times(turn));
        Tensor wrapped = hue.minus(hue.greater(1)).plus(hue.less(0));
        Tensor colors = Colors.rgb(wrapped, turned.slice(3, 1, 2), turned.slice(3, 2, 3));
        return dataFormat.fromLast(Ranges.mapped(colors.clip(0, 1), List.of(0.0, 1.0), valueRange));
    }
}
