package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// In training a part of the images at a random place, one place for the whole batch; otherwise the middle, resized:
/// `[batch, rows, columns, channels]` to `[batch, height, width, channels]`.
///
/// Formula: in training `y[i, j] = x[i + a, j + b]` with a and b drawn at random.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, height, width, channels]`, with `channels_first` the
/// channels before the rows.
///
/// Equal to `keras.layers.RandomCrop` in names, defaults and values.
///
/// @param height     rows of the result
/// @param width      columns of the result
/// @param seed       its own seed; none for the run's
/// @param dataFormat where the channels stand
@Doc("a part of images at a random place")
public record RandomCrop(
        @Doc(value = "rows of the result", example = "200") int height,
        @Doc(value = "columns of the result", example = "200") int width,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RandomCrop> {
    public RandomCrop {
        Sizes.positive("random_crop", "height", height, "200");
        Sizes.positive("random_crop", "width", width, "200");
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public RandomCrop(int height, int width) {
        this(height, width, null, DataFormat.CHANNELS_LAST, LayerSettings.DEFAULT);
    }

    public RandomCrop withHeight(int height) {
        return new RandomCrop(height, width, seed, dataFormat, settings);
    }

    public RandomCrop withWidth(int width) {
        return new RandomCrop(height, width, seed, dataFormat, settings);
    }

    public RandomCrop withSeed(@Nullable Long seed) {
        return new RandomCrop(height, width, seed, dataFormat, settings);
    }

    public RandomCrop withDataFormat(DataFormat dataFormat) {
        return new RandomCrop(height, width, seed, dataFormat, settings);
    }

    @Override
    public RandomCrop withSettings(LayerSettings settings) {
        return new RandomCrop(height, width, seed, dataFormat, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor images = dataFormat.toLast(x);
        int rows = images.shape().get(1);
        int columns = images.shape().get(2);
        if (!scope.training() || rows <= height || columns <= width) {
            return dataFormat.fromLast(
                    Interpolation.BILINEAR.resize(
                            Resizing.cropped(images, height, width), height, width, false));
        }
        Tensor part = part(scope, "rows", images, 1, height);
        return dataFormat.fromLast(part(scope, "columns", part, 2, width));
    }

    private Tensor part(Scope scope, String purpose, Tensor images, int axis, int size) {
        int places = images.shape().get(axis) - size + 1;
        Tensor from = scope.uniform(purpose, Shape.of(1), seed).times(places).floor();
        Tensor index = scope.graph().iota(Shape.of(size), 0).plus(from);
        return images.swap(0, axis).gather(index).swap(0, axis);
    }
}
