package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;

/// `x * scale + offset`: brings pixels from 0..255 to 0..1, for example.
///
/// Formula: `y = x * scale + offset`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Equal to `keras.layers.Rescaling` in names, defaults and values.
///
/// @param scale  factor, or one a channel
/// @param offset added after it, or one a channel
@Doc("x * scale + offset")
public record Rescaling(
        @Doc(value = "factor, or one a channel", example = "0.00392") List<Double> scale,
        @Doc(value = "added after it, or one a channel", example = "-1") List<Double> offset,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Rescaling> {
    public Rescaling {
        scale = List.copyOf(scale);
        offset = List.copyOf(offset);
    }

    public Rescaling(List<Double> scale) {
        this(scale, List.of(0.0), LayerSettings.DEFAULT);
    }

    public Rescaling(double scale) {
        this(List.of(scale));
    }

    public Rescaling(double scale, double offset) {
        this(List.of(scale), List.of(offset), LayerSettings.DEFAULT);
    }

    public Rescaling withScale(List<Double> scale) {
        return new Rescaling(scale, offset, settings);
    }

    public Rescaling withOffset(List<Double> offset) {
        return new Rescaling(scale, offset, settings);
    }

    @Override
    public Rescaling withSettings(LayerSettings settings) {
        return new Rescaling(scale, offset, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        return x.times(row(scope, scale)).plus(row(scope, offset));
    }

    private static Tensor row(Scope scope, List<Double> values) {
        var numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i).floatValue();
        }
        Tensor literal = scope.graph().literal(numbers, Shape.of(numbers.length));
        return numbers.length == 1 ? literal.reshape(Shape.of()) : literal;
    }
}
