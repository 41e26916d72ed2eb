package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// In training some images lose their colour; they keep their three channels.
///
/// Formula: in training `y = 0.2989 red + 0.587 green + 0.114 blue` in each channel, with probability `factor`;
/// else `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomGrayscale` in names, defaults and values.
///
/// @param factor share of the images, from 0 to 1
/// @param dataFormat where the channels stand
/// @param seed its own seed; none for the run's
@Doc("takes all colour from some images in training")
public record RandomGrayscale(
        @Doc(value = "share of the images, from 0 to 1", example = "0.2") double factor,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomGrayscale> {
    public RandomGrayscale {
        dataFormat = DataFormat.orLast(dataFormat);
        Ranges.share("random_grayscale", "factor", factor);
    }

    public RandomGrayscale() {
        this(0.5, DataFormat.CHANNELS_LAST, null, LayerSettings.DEFAULT);
    }

    public RandomGrayscale withFactor(double factor) {
        return new RandomGrayscale(factor, dataFormat, seed, settings);
    }

    public RandomGrayscale withDataFormat(DataFormat dataFormat) {
        return new RandomGrayscale(factor, dataFormat, seed, settings);
    }

    public RandomGrayscale withSeed(@Nullable Long seed) {
        return new RandomGrayscale(factor, dataFormat, seed, settings);
    }

    @Override
    public RandomGrayscale withSettings(LayerSettings settings) {
        return new RandomGrayscale(factor, dataFormat, seed, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        Tensor isGray =
                scope.uniform("gray", Shape.of(images.shape().get(0), 1, 1, 1), seed).less(factor);
        return dataFormat.fromLast(isGray.select(Colors.gray(scope, images), images));
    }
}
