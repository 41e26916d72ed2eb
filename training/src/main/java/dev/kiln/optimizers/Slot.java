package dev.kiln.optimizers;

import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Numbers that an optimizer keeps for each parameter.
///
/// @param name    as Keras names it, for example `momentum`
/// @param initial what it holds before the first step; NaN for a copy of the parameter
/// @param shape   its shape for a parameter's shape; null for the same one
/// @param applies which parameters have it; null for all
public record Slot(
        String name,
        double initial,
        @Nullable UnaryOperator<Shape> shape,
        @Nullable Predicate<Segment> applies) {

    /// Zeros before the first step.
    public static Slot zeros(String name) {
        return new Slot(name, 0, null, null);
    }

    public static Slot filled(String name, double initial) {
        return new Slot(name, initial, null, null);
    }

    /// Starts as a copy of the parameter.
    public static Slot copyOfParameter(String name) {
        return new Slot(name, Double.NaN, null, null);
    }

    public Slot shaped(UnaryOperator<Shape> shape) {
        return new Slot(name, initial, shape, applies);
    }

    public Slot only(Predicate<Segment> applies) {
        return new Slot(name, initial, shape, applies);
    }

    boolean startsAsParameter() {
        return Double.isNaN(initial);
    }

    boolean has(Segment segment) {
        return applies == null || applies.test(segment);
    }

    Shape shapeFor(Segment segment) {
        return shape == null ? segment.shape() : shape.apply(segment.shape());
    }
}
