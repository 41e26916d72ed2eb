package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// In training normal numbers are added to the input; otherwise nothing happens.
///
/// Formula: in training `y = x + stddev * n`, where n are normal numbers of mean 0 and variance 1; in use `y = x`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Equal to `keras.layers.GaussianNoise` in names, defaults and values.
///
/// @param stddev standard deviation of the noise, 0 or more
/// @param seed   its own seed; none for the run's
@Doc("normal numbers are added in training")
public record GaussianNoise(
        @Doc(value = "standard deviation of the noise, 0 or more", example = "0.1") double stddev,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<GaussianNoise> {
    public GaussianNoise {
        if (!(stddev >= 0)) {
            throw new UserError(
                    "E132",
                    "stddev=" + stddev + " of gaussian_noise must be 0 or more.",
                    "Type: gaussian_noise 0.1");
        }
    }

    public GaussianNoise(double stddev) {
        this(stddev, null, LayerSettings.DEFAULT);
    }

    public GaussianNoise withStddev(double stddev) {
        return new GaussianNoise(stddev, seed, settings);
    }

    public GaussianNoise withSeed(@Nullable Long seed) {
        return new GaussianNoise(stddev, seed, settings);
    }

    @Override
    public GaussianNoise withSettings(LayerSettings settings) {
        return new GaussianNoise(stddev, seed, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        if (!scope.training() || stddev == 0) {
            return x;
        }
        return x.plus(Noise.normal(scope, "noise", x.shape(), seed).times(stddev));
    }
}
