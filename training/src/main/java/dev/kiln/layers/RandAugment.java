package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training some of eleven changes are made to each batch of images, one after the other: shear, translation,
/// rotation, brightness, colour degeneration, contrast, sharpness, posterization, solarization, automatic contrast,
/// equalization.
///
/// Formula: in training `y = change2(change1(x))`, as many as `num_ops`, drawn at random; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Source: Cubuk et al. 2019, https://arxiv.org/abs/1909.13719
///
/// Equal to `keras.layers.RandAugment` in names, defaults and values.
///
/// @param valueRange smallest and largest value of a pixel
/// @param numOps how many changes, above 0
/// @param factor strength, from 0 to 1: one number for from 0 to it, or lower and upper
/// @param interpolation how new pixels come from old ones
/// @param seed its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("makes random changes to images in training")
public record RandAugment(
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "how many changes, above 0", example = "1") int numOps,
        @Doc(
                        value =
                                "strength, from 0 to 1: one number for from 0 to it, or lower and upper",
                        example = "0.3")
                List<Double> factor,
        @Doc(value = "how new pixels come from old ones", example = "nearest")
                Interpolation interpolation,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandAugment> {
    public RandAugment {
        valueRange = Ranges.values("rand_augment", valueRange);
        factor = Ranges.checked("rand_augment", "factor", factor, 0, 1);
        Sizes.positive("rand_augment", "num_ops", numOps, "2");
        AffineImages.check("rand_augment", interpolation);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandAugment() {
        this(
                List.of(0.0, 255.0),
                2,
                List.of(0.5),
                Interpolation.BILINEAR,
                null,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public RandAugment withValueRange(List<Double> valueRange) {
        return new RandAugment(
                valueRange, numOps, factor, interpolation, seed, dataFormat, settings);
    }

    public RandAugment withNumOps(int numOps) {
        return new RandAugment(
                valueRange, numOps, factor, interpolation, seed, dataFormat, settings);
    }

    public RandAugment withFactor(List<Double> factor) {
        return new RandAugment(
                valueRange, numOps, factor, interpolation, seed, dataFormat, settings);
    }

    public RandAugment withInterpolation(Interpolation interpolation) {
        return new RandAugment(
                valueRange, numOps, factor, interpolation, seed, dataFormat, settings);
    }

    public RandAugment withSeed(@Nullable Long seed) {
        return new RandAugment(
                valueRange, numOps, factor, interpolation, seed, dataFormat, settings);
    }

    public RandAugment withDataFormat(DataFormat dataFormat) {
        return new RandAugment(
                valueRange, numOps, factor, interpolation, seed, dataFormat, settings);
    }

    @Override
    public RandAugment withSettings(LayerSettings settings) {
        return new RandAugment(
                valueRange, numOps, factor, interpolation, seed, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        var changes =
                new Changes(valueRange, Ranges.upTo(factor), interpolation, seed, dataFormat).all();
        Tensor images = x;
        for (int i = 0; i < numOps; i++) {
            images = Changes.one(changes, 0, scope.child("change_" + i), images, seed);
        }
        return images;
    }
}
