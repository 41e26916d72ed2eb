package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each batch of images is mixed with changed copies of itself. A copy goes through a chain of changes
/// drawn at random, some of which are none; the shares of the copies are drawn from Dirichlet(alpha), that of the
/// images themselves from Beta(alpha, alpha), once a batch.
///
/// Formula: in training `y = w * x + (1 - w) * sum over chains of s * chain(x)`, w drawn from Beta(alpha, alpha), s
/// from Dirichlet(alpha); in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Source: Hendrycks et al. 2019, https://arxiv.org/abs/1912.02781
///
/// Equal to `keras.layers.AugMix` in names, defaults and values.
///
/// @param valueRange smallest and largest value of a pixel
/// @param numChains how many copies, above 0
/// @param chainDepth changes a copy, above 0
/// @param factor strength of the changes, from 0 to 1: one number for from 0 to it, or lower and upper
/// @param alpha shape of the distributions of the shares, above 0
/// @param allOps whether brightness, colour, contrast and sharpness are changed too
/// @param interpolation how new pixels come from old ones
/// @param seed its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("mixes images with changed copies in training")
public record AugMix(
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "how many copies, above 0", example = "2") int numChains,
        @Doc(value = "changes a copy, above 0", example = "2") int chainDepth,
        @Doc(
                        value =
                                "strength of the changes, from 0 to 1: one number for from 0 to it, or lower and upper",
                        example = "0.5")
                List<Double> factor,
        @Doc(value = "shape of the distributions of the shares, above 0", example = "0.5")
                double alpha,
        @Doc(
                        value =
                                "whether brightness, colour, contrast and sharpness are changed too",
                        example = "false")
                boolean allOps,
        @Doc(value = "how new pixels come from old ones", example = "nearest")
                Interpolation interpolation,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<AugMix> {
    public AugMix {
        valueRange = Ranges.values("aug_mix", valueRange);
        factor = Ranges.checked("aug_mix", "factor", factor, 0, 1);
        Sizes.positive("aug_mix", "num_chains", numChains, "3");
        Sizes.positive("aug_mix", "chain_depth", chainDepth, "3");
        Ranges.positive("aug_mix", "alpha", alpha);
        AffineImages.check("aug_mix", interpolation);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public AugMix() {
        this(
                List.of(0.0, 255.0),
                3,
                3,
                List.of(0.3),
                1.0,
                true,
                Interpolation.BILINEAR,
                null,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public AugMix withValueRange(List<Double> valueRange) {
        return new AugMix(
                valueRange,
                numChains,
                chainDepth,
                factor,
                alpha,
                allOps,
                interpolation,
                seed,
                dataFormat,
                settings);
    }

    public AugMix withNumChains(int numChains) {
        return new AugMix(
                valueRange,
                numChains,
                chainDepth,
                factor,
                alpha,
                allOps,
                interpolation,
                seed,
                dataFormat,
                settings);
    }

    public AugMix withChainDepth(int chainDepth) {
        return new AugMix(
                valueRange,
                numChains,
                chainDepth,
                factor,
                alpha,
                allOps,
                interpolation,
                seed,
                dataFormat,
                settings);
    }

    public AugMix withFactor(List<Double> factor) {
        return new AugMix(
                valueRange,
                numChains,
                chainDepth,
                factor,
                alpha,
                allOps,
                interpolation,
                seed,
                dataFormat,
                settings);
    }

    public AugMix withAlpha(double alpha) {
        return new AugMix(
                valueRange,
                numChains,
                chainDepth,
                factor,
                alpha,
                allOps,
                interpolation,
                seed,
                dataFormat,
                settings);
    }

    public AugMix withAllOps(boolean allOps) {
        return new AugMix(
                valueRange,
                numChains,
                chainDepth,
                factor,
                alpha,
                allOps,
                interpolation,
                seed,
                dataFormat,
                settings);
    }

    public AugMix withInterpolation(Interpolation interpolation) {
        return new AugMix(
                valueRange,
                numChains,
                chainDepth,
                factor,
                alpha,
                allOps,
                interpolation,
                seed,
                dataFormat,
                settings);
    }

    public AugMix withSeed(@Nullable Long seed) {
        return new AugMix(
                valueRange,
                numChains,
                chainDepth,
                factor,
                alpha,
                allOps,
                interpolation,
                seed,
                dataFormat,
                settings);
    }

    public AugMix withDataFormat(DataFormat dataFormat) {
        return new AugMix(
                valueRange,
                numChains,
                chainDepth,
                factor,
                alpha,
                allOps,
                interpolation,
                seed,
                dataFormat,
                settings);
    }

    @Override
    public AugMix withSettings(LayerSettings settings) {
        return new AugMix(
                valueRange,
                numChains,
                chainDepth,
                factor,
                alpha,
                allOps,
                interpolation,
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
        var made = new Changes(valueRange, Ranges.upTo(factor), interpolation, seed, dataFormat);
        var changes = allOps ? made.all() : made.withoutColors();
        Tensor a = scope.graph().constant(alpha, Shape.of(numChains));
        Tensor shares = Noise.logGamma(scope, "shares", a, seed).softmax(0);
        Tensor mixed = x.times(0);
        for (int chain = 0; chain < numChains; chain++) {
            Tensor copy = x;
            for (int depth = 0; depth < chainDepth; depth++) {
                Scope place = scope.child("change_" + chain + "_" + depth);
                copy = Changes.one(changes, 1, place, copy, seed);
            }
            mixed = mixed.plus(copy.times(shares.at(0, chain)));
        }
        Tensor own = Noise.beta(scope, "own", scope.graph().constant(alpha, Shape.of(1)), seed);
        Tensor result = x.times(own).plus(mixed.times(own.subtractedFrom(1)));
        return result.clip(valueRange.getFirst(), valueRange.getLast());
    }
}
