package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

/// Each row `n` times one behind the other: `[batch, features]` to `[batch, n, features]`.
///
/// Formula: `y[t, i] = x[i]`.
///
/// Shapes: `[batch, features]` to `[batch, n, features]`.
///
/// Equal to `keras.layers.RepeatVector` in names, defaults and values.
///
/// @param n how many times
@Doc("each row several times one behind the other")
public record RepeatVector(
        @Doc(value = "how many times", example = "5") int n, @Shared LayerSettings settings)
        implements Formula, LayerArguments<RepeatVector> {
    public RepeatVector {
        Sizes.positive("repeat_vector", "n", n, "5");
    }

    public RepeatVector(int n) {
        this(n, LayerSettings.DEFAULT);
    }

    public RepeatVector withN(int n) {
        return new RepeatVector(n, settings);
    }

    @Override
    public RepeatVector withSettings(LayerSettings settings) {
        return new RepeatVector(n, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 2);
        return x.expand(1).broadcast(x.shape().inserted(1, n));
    }
}
