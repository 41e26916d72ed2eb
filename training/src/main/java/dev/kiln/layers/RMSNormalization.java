package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
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
/// Shapes: `[batch, …]` to `[batch, …]`; weight `scale` with the sizes of the axes, which multiplies along the last
/// axes as in Keras: their sizes must fit.
///
/// Source: Zhang & Sennrich 2019, https://arxiv.org/abs/1910.07467
///
/// A mask ends here, as in Keras.
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
    public Tensor call(Tensor x, Scope scope) {
        int[] axes = Axes.of(scope, axis, x);
        Shape shape = new Shape(IntStream.of(axes).mapToObj(x.shape()::get).toList());
        Tensor scale = scope.weight("scale", shape, new Ones());
        Tensor factor = x.square().meanKept(axes).plus(epsilon).reciprocalSqrt();
        check(scope, x, shape);
        return x.times(factor).times(scale);
    }

    /// The scale lies along the last axes, whichever axes are taken together: so Keras multiplies.
    private static void check(Scope scope, Tensor x, Shape scale) {
        for (int i = 0; i < scale.rank(); i++) {
            int axis = x.rank() - scale.rank() + i;
            if (scale.get(i) != 1 && x.shape().get(axis) != scale.get(i)) {
                throw new UserError(
                        "E133",
                        scope.name()
                                + " has a scale of shape "
                                + scale
                                + " for the last axes of its input "
                                + x.shape().row()
                                + ", which have other sizes.",
                        "Bring the axes that are taken together to the end with permute, or take the last: axis=-1");
            }
        }
    }
}
