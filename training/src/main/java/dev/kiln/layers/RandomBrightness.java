package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training a random number is added to each image.
///
/// Formula: in training `y = x + f * (high - low)`, cut to the value range, f drawn from the factor; in use `y =
/// x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`.
///
/// Equal to `keras.layers.RandomBrightness` in names, defaults and values.
///
/// @param factor     share of the value range: one number for both directions, or lower and upper
/// @param valueRange smallest and largest value of a pixel
/// @param seed       its own seed; none for the run's
@Doc("changes the brightness of images in training")
public record RandomBrightness(
        @Doc(
                        value =
                                "share of the value range: one number for both directions, or lower and upper",
                        example = "0.2")
                List<Double> factor,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomBrightness> {
    public RandomBrightness {
        factor = Ranges.of("random_brightness", "factor", factor, -1, 1);
        valueRange = List.copyOf(valueRange);
    }

    public RandomBrightness(List<Double> factor) {
        this(factor, List.of(0.0, 255.0), null, LayerSettings.DEFAULT);
    }

    public RandomBrightness(double factor) {
        this(List.of(factor));
    }

    public RandomBrightness withFactor(List<Double> factor) {
        return new RandomBrightness(factor, valueRange, seed, settings);
    }

    public RandomBrightness withValueRange(List<Double> valueRange) {
        return new RandomBrightness(factor, valueRange, seed, settings);
    }

    public RandomBrightness withSeed(@Nullable Long seed) {
        return new RandomBrightness(factor, valueRange, seed, settings);
    }

    @Override
    public RandomBrightness withSettings(LayerSettings settings) {
        return new RandomBrightness(factor, valueRange, seed, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        double span = valueRange.getLast() - valueRange.getFirst();
        Tensor added =
                Ranges.draw(scope, "brightness", factor, x.shape().get(0), 4, seed).times(span);
        return x.plus(added).clip(valueRange.getFirst(), valueRange.getLast());
    }
}
