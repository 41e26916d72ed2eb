package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training a random number is added to the values of each image, and those that are not below a threshold
/// become their negative: `255 - x`, in the range 0 to 255.
///
/// Formula: in training `z = x + a`, `y = z` where `z < threshold`, else `y = high - z`; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`.
///
/// As in Keras the upper ends of both factors are parts of 255, the lower ends are values themselves.
///
/// Equal to `keras.layers.Solarization` in names, defaults and values.
///
/// @param additionFactor range of what is added, parts of 255: one number for from 0 to it, or lower and upper
/// @param thresholdFactor range of the threshold, parts of 255: one number for from 0 to it, or lower and upper
/// @param valueRange smallest and largest value of a pixel
/// @param seed its own seed; none for the run's
@Doc("turns bright parts of images into their negative in training")
public record Solarization(
        @Doc(
                        value =
                                "range of what is added, parts of 255: one number for from 0 to it, or lower and upper",
                        example = "0.3")
                List<Double> additionFactor,
        @Doc(
                        value =
                                "range of the threshold, parts of 255: one number for from 0 to it, or lower and upper",
                        example = "0.5")
                List<Double> thresholdFactor,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Solarization> {
    public Solarization {
        additionFactor = Ranges.checked("solarization", "addition_factor", additionFactor, 0, 1);
        thresholdFactor = Ranges.checked("solarization", "threshold_factor", thresholdFactor, 0, 1);
        valueRange = Ranges.values("solarization", valueRange);
    }

    public Solarization() {
        this(List.of(0.0), List.of(0.0), List.of(0.0, 255.0), null, LayerSettings.DEFAULT);
    }

    public Solarization withAdditionFactor(List<Double> additionFactor) {
        return new Solarization(additionFactor, thresholdFactor, valueRange, seed, settings);
    }

    public Solarization withThresholdFactor(List<Double> thresholdFactor) {
        return new Solarization(additionFactor, thresholdFactor, valueRange, seed, settings);
    }

    public Solarization withValueRange(List<Double> valueRange) {
        return new Solarization(additionFactor, thresholdFactor, valueRange, seed, settings);
    }

    public Solarization withSeed(@Nullable Long seed) {
        return new Solarization(additionFactor, thresholdFactor, valueRange, seed, settings);
    }

    @Override
    public Solarization withSettings(LayerSettings settings) {
        return new Solarization(additionFactor, thresholdFactor, valueRange, seed, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        int batch = x.shape().get(0);
        Tensor added = Ranges.draw(scope, "added", bytes(additionFactor), batch, 4, seed);
        Tensor threshold = Ranges.draw(scope, "threshold", bytes(thresholdFactor), batch, 4, seed);
        Tensor lit = Ranges.mapped(x, valueRange, Ranges.BYTES).plus(added).clip(0, 255);
        Tensor turned = lit.less(threshold).select(lit, lit.subtractedFrom(255));
        return Ranges.mapped(turned, Ranges.BYTES, valueRange);
    }

    private static List<Double> bytes(List<Double> factor) {
        var range = Ranges.upTo(factor);
        return List.of(range.getFirst(), range.getLast() * 255);
    }
}
