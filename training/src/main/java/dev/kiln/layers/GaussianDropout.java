package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// In training each number is multiplied with a normal one of mean 1 and variance `rate / (1 - rate)`; otherwise
/// nothing happens.
///
/// Formula: in training `y = x * (1 + sqrt(rate / (1 - rate)) * n)`, where n are normal numbers of mean 0 and
/// variance 1; in use `y = x`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Source: Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html
///
/// Equal to `keras.layers.GaussianDropout` in names, defaults and values.
///
/// @param rate share of numbers that become 0 in training, from 0 to below 1
/// @param seed its own seed; none for the run's
@Doc("numbers are multiplied with normal ones in training")
public record GaussianDropout(
        @Doc(
                        value = "share of numbers that become 0 in training, from 0 to below 1",
                        example = "0.2")
                double rate,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<GaussianDropout> {
    public GaussianDropout {
        Sizes.rate("gaussian_dropout", rate);
    }

    public GaussianDropout(double rate) {
        this(rate, null, LayerSettings.DEFAULT);
    }

    public GaussianDropout withRate(double rate) {
        return new GaussianDropout(rate, seed, settings);
    }

    public GaussianDropout withSeed(@Nullable Long seed) {
        return new GaussianDropout(rate, seed, settings);
    }

    @Override
    public GaussianDropout withSettings(LayerSettings settings) {
        return new GaussianDropout(rate, seed, settings);
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
        double deviation = Math.sqrt(rate / (1 - rate));
        return x.times(Noise.normal(scope, "noise", x.shape(), seed).times(deviation).plus(1));
    }
}
