package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Exponentials divided by their sum along one axis or several. Masked places count as minus infinity and come out
/// as 0.
///
/// Formula: `y[i] = exp(x[i]) / sum over j of exp(x[j])` along the axes.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Equal to `keras.layers.Softmax` in names, defaults and values.
///
/// @param axis axis or axes, the last by default
@Doc("exponentials divided by their sum")
public record Softmax(
        @Doc(value = "axis or axes, the last by default", example = "-1") List<Integer> axis,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<Softmax> {
    public Softmax {
        axis = List.copyOf(axis);
    }

    public Softmax() {
        this(List.of(-1), LayerSettings.DEFAULT);
    }

    public Softmax(List<Integer> axis) {
        this(axis, LayerSettings.DEFAULT);
    }

    private static final double FAR_BELOW = -1e9;

    public Softmax withAxis(List<Integer> axis) {
        return new Softmax(axis, settings);
    }

    public Softmax withAxis(int... axis) {
        return withAxis(Arguments.listOf(axis));
    }

    @Override
    public Softmax withSettings(LayerSettings settings) {
        return new Softmax(axis, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        Tensor x = inputs.getFirst().value();
        Tensor mask = inputs.getFirst().mask();
        return List.of(new Signal(apply(x, mask, Axes.of(scope, axis, x)), mask));
    }

    /// @param mask 1 where a number counts; its last axes may be left out
    static Tensor apply(Tensor x, @Nullable Tensor mask, int... axes) {
        if (mask == null) {
            return x.softmax(axes);
        }
        Tensor counts = mask;
        while (counts.rank() < x.rank()) {
            counts = counts.expand(-1);
        }
        // Not minus infinity: a row without any number that counts must not become NaN.
        return counts.select(x, FAR_BELOW).softmax(axes).times(counts);
    }
}
