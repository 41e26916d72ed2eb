package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import java.util.List;

/// Brings vectors along the axes to length 1; a vector of zeros stays.
///
/// Formula: `y = x / sqrt(sum(x^2))`, with the sum along the axes; at most `1e6 * x`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Equal to `keras.layers.UnitNormalization` in names, defaults and values.
///
/// @param axis along which a vector runs
@Doc("vectors of length 1")
public record UnitNormalization(
        @Doc(value = "along which a vector runs", example = "[1, 2]") List<Integer> axis,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<UnitNormalization> {
    public UnitNormalization {
        axis = List.copyOf(axis);
    }

    public UnitNormalization() {
        this(List.of(-1), LayerSettings.DEFAULT);
    }

    public UnitNormalization(List<Integer> axis) {
        this(axis, LayerSettings.DEFAULT);
    }

    public UnitNormalization withAxis(List<Integer> axis) {
        return new UnitNormalization(axis, settings);
    }

    public UnitNormalization withAxis(int... axis) {
        return withAxis(Arguments.listOf(axis));
    }

    @Override
    public UnitNormalization withSettings(LayerSettings settings) {
        return new UnitNormalization(axis, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        return apply(x, Axes.of(scope, axis, x));
    }

    static Tensor apply(Tensor x, int... axes) {
        // The square of the shortest length that is divided by.
        return x.dividedBy(x.square().sumKept(axes).maximum(1e-24).sqrt());
    }
}
