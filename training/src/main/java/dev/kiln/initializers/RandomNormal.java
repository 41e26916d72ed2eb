package dev.kiln.initializers;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// Normal numbers.
///
/// @param mean   their mean
/// @param stddev their standard deviation, 0 or more
/// @param seed   its own seed; null for the model's
@Doc("normal numbers")
public record RandomNormal(
        @Doc(value = "their mean", example = "0.1") double mean,
        @Doc(value = "their standard deviation, 0 or more", example = "0.01") double stddev,
        @Doc(value = "its own seed; none for the model's", example = "42") @Nullable Long seed)
        implements Initializer {
    public RandomNormal() {
        this(0, 0.05);
    }

    public RandomNormal(double mean, double stddev) {
        this(mean, stddev, null);
    }

    @Override
    public void fill(float[] values, Shape shape, CounterRandom random) {
        Draw.normal(values, mean, stddev, random);
    }
}
