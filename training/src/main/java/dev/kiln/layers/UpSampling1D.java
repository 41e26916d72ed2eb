package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

/// Each step `size` times in a row: `[batch, time, features]` to `[batch, time * size, features]`.
///
/// Formula: `y[t, c] = x[t / size, c]`, rounded down.
///
/// Shapes: `[batch, time, channels]` to `[batch, time * size, channels]`.
///
/// Equal to `keras.layers.UpSampling1D` in names, defaults and values.
///
/// @param size how many times
@Doc("each step several times in a row")
public record UpSampling1D(
        @Doc(value = "how many times", example = "2") int size, @Shared LayerSettings settings)
        implements Formula, LayerArguments<UpSampling1D> {
    public UpSampling1D {
        Sizes.positive("up_sampling1d", "size", size, "2");
    }

    public UpSampling1D() {
        this(2, LayerSettings.DEFAULT);
    }

    public UpSampling1D(int size) {
        this(size, LayerSettings.DEFAULT);
    }

    public UpSampling1D withSize(int size) {
        return new UpSampling1D(size, settings);
    }

    @Override
    public UpSampling1D withSettings(LayerSettings settings) {
        return new UpSampling1D(size, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 3);
        return x.repeatEach(1, size);
    }
}
