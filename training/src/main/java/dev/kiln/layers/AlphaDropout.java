package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Dropout for selu: in training a share of the numbers becomes selu's value far below 0, and all are moved and
/// scaled so that mean and variance stay.
///
/// Formula: in training `y = a * (keep ? x : p) + b` with `p = -1.7580993`, `a = 1 / sqrt((1 - rate) * (1 + rate *
/// p^2))`, `b = -a * p * rate`; in use `y = x`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Source: Klambauer et al. 2017, https://arxiv.org/abs/1706.02515
///
/// Equal to `keras.layers.AlphaDropout` in names, defaults and values.
///
/// @param rate       share of numbers that become 0 in training, from 0 to below 1
/// @param noiseShape shape of the mask that is repeated over the input; -1 keeps a dimension
/// @param seed       its own seed; none for the run's
@Doc("dropout that keeps the mean and variance of selu")
public record AlphaDropout(
        @Doc(
                        value = "share of numbers that become 0 in training, from 0 to below 1",
                        example = "0.2")
                double rate,
        @Doc(
                        value =
                                "shape of the mask that is repeated over the input; -1 keeps a dimension",
                        example = "[-1, 1, 64]")
                @Nullable List<Integer> noiseShape,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<AlphaDropout> {
    public AlphaDropout {
        noiseShape = Sizes.kept(noiseShape);
        Sizes.rate("alpha_dropout", rate);
    }

    public AlphaDropout(double rate) {
        this(rate, null, null, LayerSettings.DEFAULT);
    }

    /// What selu gives far below 0.
    private static final double FLOOR =
            -1.6732632423543772848170429916717 * 1.0507009873554804934193349852946;

    public AlphaDropout withRate(double rate) {
        return new AlphaDropout(rate, noiseShape, seed, settings);
    }

    public AlphaDropout withNoiseShape(@Nullable List<Integer> noiseShape) {
        return new AlphaDropout(rate, noiseShape, seed, settings);
    }

    public AlphaDropout withSeed(@Nullable Long seed) {
        return new AlphaDropout(rate, noiseShape, seed, settings);
    }

    @Override
    public AlphaDropout withSettings(LayerSettings settings) {
        return new AlphaDropout(rate, noiseShape, seed, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        if (!scope.training() || rate == 0) {
            return x;
        }
        Shape shape = noiseShape == null ? x.shape() : Sizes.noise(scope, noiseShape, x.shape());
        Tensor kept = Noise.kept(scope, "dropout", shape, rate, seed);
        double scale = Math.pow((1 - rate) * (1 + rate * FLOOR * FLOOR), -0.5);
        Tensor dropped = x.times(kept).plus(kept.not().times(FLOOR));
        return dropped.times(scale).plus(-scale * FLOOR * rate);
    }
}
