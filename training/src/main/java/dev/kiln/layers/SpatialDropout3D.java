package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// Dropout of whole channels: in training a channel is 0 over all three axes, or it is not.
///
/// Formula: in training `y = x * keep / (1 - rate)`, where `keep`, one number a channel of a row for all of the
/// three spatial axes, is 1 with probability `1 - rate` and 0 otherwise; in use `y = x`.
///
/// Shapes: `[batch, depth, rows, columns, channels]` to `[batch, depth, rows, columns, channels]`.
///
/// Source: Tompson et al. 2014, https://arxiv.org/abs/1411.4280
///
/// Equal to `keras.layers.SpatialDropout3D` in names, defaults and values.
///
/// @param rate       share of numbers that become 0 in training, from 0 to below 1
/// @param dataFormat where the channels stand
/// @param seed       its own seed; none for the run's
@Doc("whole channels become 0 in training")
public record SpatialDropout3D(
        @Doc(
                        value = "share of numbers that become 0 in training, from 0 to below 1",
                        example = "0.2")
                double rate,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<SpatialDropout3D> {
    public SpatialDropout3D {
        Sizes.rate("spatial_dropout3d", rate);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public SpatialDropout3D(double rate) {
        this(rate, DataFormat.CHANNELS_LAST, null, LayerSettings.DEFAULT);
    }

    public SpatialDropout3D withRate(double rate) {
        return new SpatialDropout3D(rate, dataFormat, seed, settings);
    }

    public SpatialDropout3D withDataFormat(DataFormat dataFormat) {
        return new SpatialDropout3D(rate, dataFormat, seed, settings);
    }

    public SpatialDropout3D withSeed(@Nullable Long seed) {
        return new SpatialDropout3D(rate, dataFormat, seed, settings);
    }

    @Override
    public SpatialDropout3D withSettings(LayerSettings settings) {
        return new SpatialDropout3D(rate, dataFormat, seed, settings);
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
        Sizes.rank(scope, x, 5);
        int channels = dataFormat.channelAxis(x.rank());
        Shape shape = Axes.along(x, 0, channels);
        return Noise.dropout(scope, "dropout", x, shape, rate, seed);
    }
}
