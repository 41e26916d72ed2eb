package dev.kiln.initializers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import java.util.Arrays;

/// `gain` on the diagonal of a matrix, 0 elsewhere.
///
/// @param gain the number on the diagonal
@Doc("gain on the diagonal of a matrix, 0 elsewhere")
public record Identity(@Doc(value = "the number on the diagonal", example = "0.5") double gain)
        implements Initializer {
    public Identity() {
        this(1);
    }

    @Override
    public void fill(float[] values, Shape shape, CounterRandom random) {
        if (shape.rank() != 2) {
            throw new UserError(
                    "the identity initializer takes a matrix, not weights of shape " + shape + ".",
                    "Use another one there: orthogonal");
        }
        Arrays.fill(values, 0);
        for (int i = 0; i < Math.min(shape.get(0), shape.get(1)); i++) {
            values[i * shape.get(1) + i] = (float) gain;
        }
    }
}
