package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each image is mixed with another image of the batch: `w * x + (1 - w) * other`, where w is drawn
/// from the distribution Beta(alpha, alpha). Applied to images and labels, a number for each class, it mixes both alike and
/// gives both: `var mixed = layer.applyAll(List.of(images, labels), Arguments.NONE)`.
///
/// Formula: in training `y = w * x + (1 - w) * other`, w drawn from Beta(alpha, alpha); in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Source: Zhang et al. 2017, https://arxiv.org/abs/1710.09412
///
/// Equal to `keras.layers.MixUp` in names, defaults and values.
///
/// @param alpha shape of the distribution of the shares, above 0
/// @param dataFormat where the channels stand
/// @param seed its own seed; none for the run's
@Doc("mixes each image with another in training")
public record MixUp(
        @Doc(value = "shape of the distribution of the shares, above 0", example = "0.4")
                double alpha,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<MixUp> {
    public MixUp {
        dataFormat = DataFormat.orLast(dataFormat);
        Ranges.positive("mix_up", "alpha", alpha);
    }

    public MixUp() {
        this(0.2, DataFormat.CHANNELS_LAST, null, LayerSettings.DEFAULT);
    }

    public MixUp withAlpha(double alpha) {
        return new MixUp(alpha, dataFormat, seed, settings);
    }

    public MixUp withDataFormat(DataFormat dataFormat) {
        return new MixUp(alpha, dataFormat, seed, settings);
    }

    public MixUp withSeed(@Nullable Long seed) {
        return new MixUp(alpha, dataFormat, seed, settings);
    }

    @Override
    public MixUp withSettings(LayerSettings settings) {
        return new MixUp(alpha, dataFormat, seed, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        MixedRows.check(scope, inputs);
        if (!scope.training()) {
            return inputs;
        }
        Tensor images = inputs.getFirst().value();
        int batch = images.shape().get(0);
        Tensor a = images.graph().constant(alpha, Shape.of(batch));
        var rows =
                new MixedRows(
                        Noise.beta(scope, "share", a, seed),
                        Noise.order(scope, "others", batch, seed));
        return rows.with(rows.mixed(images), inputs);
    }
}
