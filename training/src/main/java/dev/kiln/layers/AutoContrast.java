package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Each channel of each image stretched so that it takes the whole range of values, in training and in use: `(x -
/// min) / (max - min)` in the range. A channel of one value stays.
///
/// Formula: `y = low + (high - low) * (x - min) / (max - min)`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`.
///
/// The extremes are taken along axes 1 and 2, also of images with channels first, as in Keras.
///
/// Equal to `keras.layers.AutoContrast` in names, defaults and values.
///
/// @param valueRange smallest and largest value of a pixel
@Doc("stretches the contrast of images")
public record AutoContrast(
        @Doc(value = "smallest and largest value of a pixel", example = "[0, 1]")
                List<Double> valueRange,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<AutoContrast> {
    public AutoContrast {
        valueRange = Ranges.values("auto_contrast", valueRange);
    }

    public AutoContrast() {
        this(List.of(0.0, 255.0), LayerSettings.DEFAULT);
    }

    public AutoContrast withValueRange(List<Double> valueRange) {
        return new AutoContrast(valueRange, settings);
    }

    @Override
    public AutoContrast withSettings(LayerSettings settings) {
        return new AutoContrast(valueRange, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        double low = valueRange.getFirst();
        double span = valueRange.getLast() - low;
        Tensor least = x.minKept(1, 2);
        Tensor width = x.maxKept(1, 2).minus(least);
        Tensor stretched = x.minus(least).dividedByOrZero(width).clip(0, 1).times(span).plus(low);
        return width.equalTo(0).select(x, stretched);
    }
}
