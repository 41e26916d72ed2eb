package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.Ones;
import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.stream.IntStream;

/// Divides each row's numbers along the axes by their root mean square, then multiplies them with a trained weight
/// `scale`.
///
/// Formula: `y = scale * x / sqrt(mean(x^2) + epsilon)`, with the mean along the axes.
///
/// Shapes: `[batch, …]` to `[batch, …]`; weight `scale` with the sizes of the axes.
///
/// Source: Zhang & Sennrich 2019, https://arxiv.org/abs/1910.07467
///
/// Equal to `keras.layers.RMSNormalization` in names, defaults and values.
///
/// @param axis    axes of a row that are taken together
/// @param epsilon keeps divisions finite, above 0
@Doc("root mean square 1 within each row")
public record RMSNormalization(
        @Doc(value = "axes of a row that are taken together", example = "[1, 2]")
                List<Integer> axis,
        @Doc(value = "keeps divisions finite, above 0", example = "1e-5") double epsilon,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<RMSNormalization> {
    public RMSNormalization {
        axis = List.copyOf(axis);
    }

    public RMSNormalization() {
        this(List.of(-1), 1e-06, LayerSettings.DEFAULT);
    }

    public RMSNormalization withAxis(List<Integer> axis) {
        return new RMSNormalization(axis, epsilon, settings);
    }

    public RMSNormalization withAxis(int... axis) {
        return withAxis(Arguments.listOf(axis));
    }

    public RMSNormalization withEpsilon(double epsilon) {
        return new RMSNormalization(axis, epsilon, settings);
    }

    @Override
    public RMSNormalization withSettings(LayerSettings settings) {
        return new RMSNormalization(axis, epsilon, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        int[] axes = Axes.of(scope, axis, x);
        Shape shape = new Shape(IntStream.of(axes).mapToObj(x.shape()::get).toList());
        Tensor scale = scope.weight("scale", shape, new Ones());
        Tensor factor = x.square().meanKept(axes).plus(epsilon).reciprocalSqrt();
        return x.times(factor).times(scale.reshape(Axes.along(x, axes)));
    }
}
