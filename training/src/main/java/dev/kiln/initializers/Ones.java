package dev.kiln.initializers;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import java.util.Arrays;

/// All 1.
@Doc("all 1")
public record Ones() implements Initializer {
    @Override
    public void fill(float[] values, Shape shape, CounterRandom random) {
        Arrays.fill(values, 1);
    }
}
