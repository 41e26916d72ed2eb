package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each pixel keeps the highest bits of its 8 alone.
///
/// Formula: in training `y = x` with the lowest `8 - f` bits of its 8 at 0, f drawn from the factor; in use `y =
/// x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomPosterization` in names, defaults and values.
///
/// @param factor bits that are kept, 1 to 8: one number for from 1 to below it, or lower and upper, which is not reached
/// @param valueRange smallest and largest value of a pixel
/// @param dataFormat where the channels stand
/// @param seed its own seed; none for the run's
@Doc("keeps few shades of images in training")
public record RandomPosterization(
        @Doc(
                        value =
                                "bits that are kept, 1 to 8: one number for from 1 to below it, or lower and upper, which is not reached",
                        example = "[4, 6]")
                List<Integer> factor,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomPosterization> {
    public RandomPosterization {
        factor = bits(factor);
        valueRange = Ranges.values("random_posterization", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomPosterization(List<Integer> factor) {
        this(factor, List.of(0.0, 255.0), DataFormat.CHANNELS_LAST, null, LayerSettings.DEFAULT);
    }

    public RandomPosterization(int factor) {
        this(List.of(factor));
    }

    public RandomPosterization withFactor(List<Integer> factor) {
        return new RandomPosterization(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomPosterization withValueRange(List<Double> valueRange) {
        return new RandomPosterization(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomPosterization withDataFormat(DataFormat dataFormat) {
        return new RandomPosterization(factor, valueRange, dataFormat, seed, settings);
    }

    public RandomPosterization withSeed(@Nullable Long seed) {
        return new RandomPosterization(factor, valueRange, dataFormat, seed, settings);
    }

    @Override
    public RandomPosterization withSettings(LayerSettings settings) {
        return new RandomPosterization(factor, valueRange, dataFormat, seed, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor bytes = Ranges.mapped(x, valueRange, Ranges.BYTES);
        int low = factor.getFirst();
        Tensor bits =
                scope.uniform("bits", Shape.of(x.shape().get(0), 1, 1, 1), seed)
                        .times(factor.getLast() - low)
                        .floor()
                        .plus(low);
        Tensor step = bits.subtractedFrom(8).times(Math.log(2)).exp().round();
        Tensor kept = bytes.floor().dividedBy(step).floor().times(step);
        return Ranges.mapped(kept, Ranges.BYTES, valueRange);
    }

    private static List<Integer> bits(List<Integer> factor) {
        var range = factor.size() == 1 ? List.of(1, factor.getFirst()) : factor;
        if (range.size() != 2
                || range.getFirst() < 1
                || range.getFirst() > range.getLast()
                || range.getLast() > 8) {
            throw new UserError(
                    "E132",
                    "factor="
                            + factor
                            + " of random_posterization must be one whole number from 1 to 8, or a lower and an upper one.",
                    "Type: factor=[4, 6]");
        }
        return List.copyOf(range);
    }
}
