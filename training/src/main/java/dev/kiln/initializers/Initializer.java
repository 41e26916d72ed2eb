package dev.kiln.initializers;

import dev.kiln.catalog.Catalogued;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// Fills a weight with its first numbers. A lambda is one.
@Catalogued(by = Initializers.class)
@FunctionalInterface
public interface Initializer {
    /// @param values row-major, as many as `shape` has
    /// @param shape  the weight's shape
    /// @param random a stream of this weight's own
    void fill(float[] values, Shape shape, CounterRandom random);

    /// The initializer's own seed: with one, every weight of one shape begins with the same numbers;
    /// null for the seed of the model.
    default @Nullable Long seed() {
        return null;
    }
}
