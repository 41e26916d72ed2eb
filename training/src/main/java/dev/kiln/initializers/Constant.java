package dev.kiln.initializers;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import java.util.Arrays;

/// One number everywhere.
///
/// @param value the number
@Doc("one number everywhere")
public record Constant(@Doc(value = "the number", example = "0.1") double value)
        implements Initializer {
    public Constant() {
        this(0);
    }

    @Override
    public void fill(float[] values, Shape shape, CounterRandom random) {
        Arrays.fill(values, (float) value);
    }
}
