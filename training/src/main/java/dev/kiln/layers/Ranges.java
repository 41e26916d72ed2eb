package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Random numbers from ranges that are written as one number, for both directions, or as lower and upper.
final class Ranges {
    private Ranges() {}

    /// Lower and upper.
    static List<Double> of(
            String layer, String argument, List<Double> values, double least, double most) {
        var range =
                values.size() == 1
                        ? List.of(-Math.abs(values.getFirst()), Math.abs(values.getFirst()))
                        : values;
        boolean isOne = values.size() == 1;
        double low = isOne ? Math.max(range.getFirst(), least) : range.getFirst();
        if (range.size() != 2 || low > range.getLast() || low < least || range.getLast() > most) {
            throw new UserError(
                    "E132",
                    argument
                            + "="
                            + values
                            + " of "
                            + layer
                            + " must be a number, or a lower and an upper one, from "
                            + least
                            + " to "
                            + most
                            + ".",
                    "Type: " + argument + "=0.2");
        }
        return List.of(low, range.getLast());
    }

    /// One number for each row, `[batch, 1, …]` with `axes` axes.
    static Tensor draw(
            Scope scope,
            String purpose,
            List<Double> range,
            int rows,
            int axes,
            @Nullable Long seed) {
        Shape shape = Shape.of(rows);
        while (shape.rank() < axes) {
            shape = shape.inserted(shape.rank(), 1);
        }
        return scope.uniform(purpose, shape, seed)
                .times(range.getLast() - range.getFirst())
                .plus(range.getFirst());
    }
}
