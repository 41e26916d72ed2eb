package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// In training each image is mirrored with probability 1/2 in each allowed direction.
///
/// Formula: in training `y[i, j] = x[i, columns - 1 - j]`, or `x[rows - 1 - i, j]`, each with probability 1/2; in
/// use `y = x`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, rows, columns, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomFlip` in names, defaults and values.
///
/// @param mode       horizontal, vertical, or both
/// @param seed       its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("mirrors images in training")
public record RandomFlip(
        @Doc(value = "horizontal, vertical, or both", example = "horizontal") Mode mode,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomFlip> {
    public RandomFlip {
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomFlip() {
        this(Mode.HORIZONTAL_AND_VERTICAL, null, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public RandomFlip withMode(Mode mode) {
        return new RandomFlip(mode, seed, dataFormat, settings);
    }

    public RandomFlip withSeed(@Nullable Long seed) {
        return new RandomFlip(mode, seed, dataFormat, settings);
    }

    public RandomFlip withDataFormat(DataFormat dataFormat) {
        return new RandomFlip(mode, seed, dataFormat, settings);
    }

    @Override
    public RandomFlip withSettings(LayerSettings settings) {
        return new RandomFlip(mode, seed, dataFormat, settings);
    }

    /// In which directions images are mirrored.
    public enum Mode {
        HORIZONTAL,
        VERTICAL,
        HORIZONTAL_AND_VERTICAL
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        if (!scope.training()) {
            return x;
        }
        Tensor images = dataFormat.toLast(x);
        if (mode != Mode.VERTICAL) {
            images = flip(scope, "columns", images, 2);
        }
        if (mode != Mode.HORIZONTAL) {
            images = flip(scope, "rows", images, 1);
        }
        return dataFormat.fromLast(images);
    }

    private Tensor flip(Scope scope, String purpose, Tensor images, int axis) {
        Shape one = Shape.of(images.shape().get(0), 1, 1, 1);
        return scope.uniform(purpose, one, seed).less(0.5).select(images.reverse(axis), images);
    }
}
