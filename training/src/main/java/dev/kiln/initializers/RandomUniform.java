package dev.kiln.initializers;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// Numbers spread evenly over a range.
///
/// @param minval lower end, included
/// @param maxval upper end, not included
/// @param seed   its own seed; null for the model's
@Doc("numbers spread evenly over a range")
public record RandomUniform(
        @Doc(value = "lower end", example = "-0.1") double minval,
        @Doc(value = "upper end", example = "0.1") double maxval,
        @Doc(value = "its own seed; none for the model's", example = "42") @Nullable Long seed)
        implements Initializer {
    public RandomUniform() {
        this(-0.05, 0.05);
    }

    public RandomUniform(double minval, double maxval) {
        this(minval, maxval, null);
    }

    @Override
    public void fill(float[] values, Shape shape, CounterRandom random) {
        Draw.uniform(values, minval, maxval, random);
    }
}
