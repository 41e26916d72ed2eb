package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training some images are blurred with a bell curve, whose widths are drawn once a batch. Outside the image
/// lies 0.
///
/// Formula: in training `y[i, j] = sum over a, b of g[a] g[b] x[i + a, j + b]` with `g[a]` in proportion to
/// `exp(-a^2 / (2 sigma^2))`; in use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomGaussianBlur` in names, defaults and values.
///
/// @param factor share of the images: one number for from 0 to it, or lower and upper
/// @param kernelSize pixels under the curve, columns and rows; odd
/// @param sigma range of the width in pixels: one number for from 0 to it, or lower and upper
/// @param valueRange smallest and largest value of a pixel
/// @param dataFormat where the channels stand
/// @param seed its own seed; none for the run's
@Doc("blurs images in training")
public record RandomGaussianBlur(
        @Doc(
                        value =
                                "share of the images: one number for from 0 to it, or lower and upper",
                        example = "[0.5, 0.5]")
                List<Double> factor,
        @Doc(value = "pixels under the curve, columns and rows; odd", example = "5")
                List<Integer> kernelSize,
        @Doc(
                        value =
                                "range of the width in pixels: one number for from 0 to it, or lower and upper",
                        example = "[0.5, 1]")
                List<Double> sigma,
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomGaussianBlur> {
    public RandomGaussianBlur {
        factor = Ranges.checked("random_gaussian_blur", "factor", factor, 0, 1);
        kernelSize = Sizes.each("random_gaussian_blur", "kernel_size", kernelSize, 2, 1);
        Blur.odd(kernelSize);
        sigma = Ranges.checked("random_gaussian_blur", "sigma", sigma, 0, 1);
        valueRange = Ranges.values("random_gaussian_blur", valueRange);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomGaussianBlur() {
        this(
                List.of(1.0),
                List.of(3),
                List.of(1.0),
                List.of(0.0, 255.0),
                DataFormat.CHANNELS_LAST,
                null,
                LayerSettings.DEFAULT);
    }

    public RandomGaussianBlur withFactor(List<Double> factor) {
        return new RandomGaussianBlur(
                factor, kernelSize, sigma, valueRange, dataFormat, seed, settings);
    }

    public RandomGaussianBlur withKernelSize(List<Integer> kernelSize) {
        return new RandomGaussianBlur(
                factor, kernelSize, sigma, valueRange, dataFormat, seed, settings);
    }

    public RandomGaussianBlur withSigma(List<Double> sigma) {
        return new RandomGaussianBlur(
                factor, kernelSize, sigma, valueRange, dataFormat, seed, settings);
    }

    public RandomGaussianBlur withValueRange(List<Double> valueRange) {
        return new RandomGaussianBlur(
                factor, kernelSize, sigma, valueRange, dataFormat, seed, settings);
    }

    public RandomGaussianBlur withDataFormat(DataFormat dataFormat) {
        return new RandomGaussianBlur(
                factor, kernelSize, sigma, valueRange, dataFormat, seed, settings);
    }

    public RandomGaussianBlur withSeed(@Nullable Long seed) {
        return new RandomGaussianBlur(
                factor, kernelSize, sigma, valueRange, dataFormat, seed, settings);
    }

    @Override
    public RandomGaussianBlur withSettings(LayerSettings settings) {
        return new RandomGaussianBlur(
                factor, kernelSize, sigma, valueRange, dataFormat, seed, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        int batch = images.shape().get(0);
        Tensor isBlurred = Ranges.chosen(scope, factor, batch, seed);
        Tensor wide = Ranges.draw(scope, "wide", sigma, 1, 1, seed).plus(1e-6);
        Tensor high = Ranges.draw(scope, "high", sigma, 1, 1, seed).plus(1e-6);
        Tensor blurred =
                Blur.of(
                        images,
                        Blur.reach(scope.graph(), kernelSize.getLast()),
                        high,
                        Blur.reach(scope.graph(), kernelSize.getFirst()),
                        wide);
        return dataFormat.fromLast(
                isBlurred
                        .select(blurred, images)
                        .clip(valueRange.getFirst(), valueRange.getLast()));
    }
}
