package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// Dropout of whole channels: in training a channel is 0 over steps, or it is not.
///
/// Formula: in training `y = x * keep / (1 - rate)`, where `keep`, one number a channel of a row for all of the
/// steps, is 1 with probability `1 - rate` and 0 otherwise; in use `y = x`.
///
/// Shapes: `[batch, time, channels]` to `[batch, time, channels]`.
///
/// Source: Tompson et al. 2014, https://arxiv.org/abs/1411.4280
///
/// Equal to `keras.layers.SpatialDropout1D` in names, defaults and values.
///
/// @param rate share of numbers that become 0 in training, from 0 to below 1
/// @param seed its own seed; none for the run's
@Doc("whole channels become 0 in training")
public record SpatialDropout1D(
        @Doc(
                        value = "share of numbers that become 0 in training, from 0 to below 1",
                        example = "0.2")
                double rate,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<SpatialDropout1D> {
    public SpatialDropout1D {
        Sizes.rate("spatial_dropout1d", rate);
    }

    public SpatialDropout1D(double rate) {
        this(rate, null, LayerSettings.DEFAULT);
    }

    public SpatialDropout1D withRate(double rate) {
        return new SpatialDropout1D(rate, seed, settings);
    }

    public SpatialDropout1D withSeed(@Nullable Long seed) {
        return new SpatialDropout1D(rate, seed, settings);
    }

    @Override
    public SpatialDropout1D withSettings(LayerSettings settings) {
        return new SpatialDropout1D(rate, seed, settings);
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
        Sizes.rank(scope, x, 3);
        int channels = x.rank() - 1;
        Shape shape = Axes.along(x, 0, channels);
        return Noise.dropout(scope, "dropout", x, shape, rate, seed);
    }
}
