package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// In training brightness, contrast, saturation and hue of each image are changed at random, one after the other.
///
/// Formula: in training `y = hue(saturation(contrast(brightness(x))))`, each with a factor of its own; in use `y =
/// x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomColorJitter` in names, defaults and values.
///
/// @param valueRange smallest and largest value of a pixel
/// @param brightnessFactor as the factor of RandomBrightness; none for no change
/// @param contrastFactor as the factor of RandomContrast; none for no change
/// @param saturationFactor as the factor of RandomSaturation; none for no change
/// @param hueFactor as the factor of RandomHue; none for no change
/// @param seed its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("changes the colours of images in training")
public record RandomColorJitter(
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "as the factor of RandomBrightness; none for no change", example = "0.2")
                @Nullable List<Double> brightnessFactor,
        @Doc(value = "as the factor of RandomContrast; none for no change", example = "0.2")
                @Nullable List<Double> contrastFactor,
        @Doc(value = "as the factor of RandomSaturation; none for no change", example = "0.2")
                @Nullable List<Double> saturationFactor,
        @Doc(value = "as the factor of RandomHue; none for no change", example = "0.2")
                @Nullable List<Double> hueFactor,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomColorJitter> {
    public RandomColorJitter {
        valueRange = Ranges.values("random_color_jitter", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomColorJitter() {
        this(
                List.of(0.0, 255.0),
                null,
                null,
                null,
                null,
                null,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public RandomColorJitter withValueRange(List<Double> valueRange) {
        return new RandomColorJitter(
                valueRange,
                brightnessFactor,
                contrastFactor,
                saturationFactor,
                hueFactor,
                seed,
                dataFormat,
                settings);
    }

    public RandomColorJitter withBrightnessFactor(@Nullable List<Double> brightnessFactor) {
        return new RandomColorJitter(
                valueRange,
                brightnessFactor,
                contrastFactor,
                saturationFactor,
                hueFactor,
                seed,
                dataFormat,
                settings);
    }

    public RandomColorJitter withContrastFactor(@Nullable List<Double> contrastFactor) {
        return new RandomColorJitter(
                valueRange,
                brightnessFactor,
                contrastFactor,
                saturationFactor,
                hueFactor,
                seed,
                dataFormat,
                settings);
    }

    public RandomColorJitter withSaturationFactor(@Nullable List<Double> saturationFactor) {
        return new RandomColorJitter(
                valueRange,
                brightnessFactor,
                contrastFactor,
                saturationFactor,
                hueFactor,
                seed,
                dataFormat,
                settings);
    }

    public RandomColorJitter withHueFactor(@Nullable List<Double> hueFactor) {
        return new RandomColorJitter(
                valueRange,
                brightnessFactor,
                contrastFactor,
                saturationFactor,
                hueFactor,
                seed,
                dataFormat,
                settings);
    }

    public RandomColorJitter withSeed(@Nullable Long seed) {
        return new RandomColorJitter(
                valueRange,
                brightnessFactor,
                contrastFactor,
                saturationFactor,
                hueFactor,
                seed,
                dataFormat,
                settings);
    }

    public RandomColorJitter withDataFormat(DataFormat dataFormat) {
        return new RandomColorJitter(
                valueRange,
                brightnessFactor,
                contrastFactor,
                saturationFactor,
                hueFactor,
                seed,
                dataFormat,
                settings);
    }

    @Override
    public RandomColorJitter withSettings(LayerSettings settings) {
        return new RandomColorJitter(
                valueRange,
                brightnessFactor,
                contrastFactor,
                saturationFactor,
                hueFactor,
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
        Tensor images = x;
        for (Formula step : steps()) {
            images = step.call(images, scope.child(Names.of(step)));
        }
        return images;
    }

    private List<Formula> steps() {
        var steps = new ArrayList<Formula>();
        if (brightnessFactor != null) {
            steps.add(
                    new RandomBrightness(brightnessFactor)
                            .withValueRange(valueRange)
                            .withSeed(seed));
        }
        if (contrastFactor != null) {
            steps.add(
                    new RandomContrast(contrastFactor)
                            .withValueRange(valueRange)
                            .withSeed(seed)
                            .withDataFormat(dataFormat));
        }
        if (saturationFactor != null) {
            steps.add(
                    new RandomSaturation(saturationFactor)
                            .withValueRange(valueRange)
                            .withSeed(seed)
                            .withDataFormat(dataFormat));
        }
        if (hueFactor != null) {
            steps.add(
                    new RandomHue(hueFactor)
                            .withValueRange(valueRange)
                            .withSeed(seed)
                            .withDataFormat(dataFormat));
        }
        return steps;
    }
}
