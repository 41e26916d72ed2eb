package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training a random rectangle of each image is taken from another image of the batch.
///
/// Formula: in training `y = other` inside a random rectangle, `y = x` elsewhere; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// The share of the rectangle is 1 minus a number of the distribution Beta(a, a), where a is drawn from the factor
/// once a batch. Applied to images and labels, a number for each class, it mixes the labels by that share and gives both.
///
/// Source: Yun et al. 2019, https://arxiv.org/abs/1905.04899
///
/// Equal to `keras.layers.CutMix` in names, defaults and values.
///
/// @param factor range of a in Beta(a, a): one number for from 0 to it, or lower and upper
/// @param seed its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("puts a part of another image into each image in training")
public record CutMix(
        @Doc(
                        value =
                                "range of a in Beta(a, a): one number for from 0 to it, or lower and upper",
                        example = "[0.5, 1]")
                List<Double> factor,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<CutMix> {
    public CutMix {
        factor = Ranges.checked("cut_mix", "factor", factor, 0, 1);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public CutMix() {
        this(List.of(1.0), null, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public CutMix withFactor(List<Double> factor) {
        return new CutMix(factor, seed, dataFormat, settings);
    }

    public CutMix withSeed(@Nullable Long seed) {
        return new CutMix(factor, seed, dataFormat, settings);
    }

    public CutMix withDataFormat(DataFormat dataFormat) {
        return new CutMix(factor, seed, dataFormat, settings);
    }

    @Override
    public CutMix withSettings(LayerSettings settings) {
        return new CutMix(factor, seed, dataFormat, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        MixedRows.check(scope, inputs);
        if (!scope.training()) {
            return inputs;
        }
        Tensor images = dataFormat.toLast(inputs.getFirst().value());
        int batch = images.shape().get(0);
        Tensor a =
                Ranges.draw(scope, "a", factor, 1, 1, seed).plus(1e-6).broadcast(Shape.of(batch));
        Tensor area = Noise.beta(scope, "share", a, seed).subtractedFrom(1);
        Tensor ratio = area.sqrt().reshape(batch, 1, 1, 1);
        Tensor isInside = Ranges.rectangle(scope, images, ratio, ratio, seed);
        var rows = new MixedRows(area.subtractedFrom(1), Noise.order(scope, "others", batch, seed));
        Tensor cut = isInside.select(images.gather(rows.order()), images);
        return rows.with(dataFormat.fromLast(cut), inputs);
    }
}
