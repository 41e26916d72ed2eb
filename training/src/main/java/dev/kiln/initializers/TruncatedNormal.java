package dev.kiln.initializers;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// Normal numbers; those farther than two deviations from the mean are drawn again.
///
/// @param mean   their mean
/// @param stddev standard deviation before the cut, 0 or more
/// @param seed   its own seed; null for the model's
@Doc("normal numbers within two deviations of the mean")
public record TruncatedNormal(
        @Doc(value = "their mean", example = "0.1") double mean,
        @Doc(value = "standard deviation before the cut, 0 or more", example = "0.01")
                double stddev,
        @Doc(value = "its own seed; none for the model's", example = "42") @Nullable Long seed)
        implements Initializer {
    public TruncatedNormal() {
        this(0, 0.05);
    }

    public TruncatedNormal(double mean, double stddev) {
        this(mean, stddev, null);
    }

    @Override
    public void fill(float[] values, Shape shape, CounterRandom random) {
        Draw.truncatedNormal(values, mean, stddev, random);
    }
}
