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

    /// The values of pixels of 8 bits.
    static final List<Double> BYTES = List.of(0.0, 255.0);

    /// Smallest and largest value, in this order.
    static List<Double> values(String layer, List<Double> range) {
        if (range.size() != 2 || range.getFirst().equals(range.getLast())) {
            throw new UserError(
                    "E132",
                    "value_range=" + range + " of " + layer + " must be two different numbers.",
                    "Type: value_range=[0, 255]");
        }
        return range.getFirst() < range.getLast()
                ? List.copyOf(range)
                : List.of(range.getLast(), range.getFirst());
    }

    /// @throws UserError E132 where the number is not above 0
    static void positive(String layer, String argument, double value) {
        if (!(value > 0)) {
            throw new UserError(
                    "E132",
                    argument + "=" + value + " of " + layer + " must be above 0.",
                    "Type: " + argument + "=1");
        }
    }

    /// @throws UserError E132 where the number is not from 0 to 1
    static void share(String layer, String argument, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new UserError(
                    "E132",
                    argument + "=" + value + " of " + layer + " must be from 0 to 1.",
                    "Type: " + argument + "=0.5");
        }
    }

    /// Numbers of one range where they are in another one.
    static Tensor mapped(Tensor x, List<Double> from, List<Double> to) {
        if (from.equals(to)) {
            return x;
        }
        double before = from.getLast() - from.getFirst();
        double after = to.getLast() - to.getFirst();
        return x.minus(from.getFirst()).dividedBy(before).times(after).plus(to.getFirst());
    }

    /// 1 for images that are chosen, else 0; `[batch, 1, 1, 1]`. Each has a probability of its own, drawn from
    /// the factor.
    static Tensor chosen(Scope scope, List<Double> factor, int batch, @Nullable Long seed) {
        Tensor probability = draw(scope, "probability", factor, batch, 4, seed);
        return scope.uniform("chosen", probability.shape(), seed).less(probability);
    }

    /// 1 or -1, one for each row.
    static Tensor sign(Scope scope, int rows, int axes, @Nullable Long seed) {
        return draw(scope, "sign", List.of(0.0, 1.0), rows, axes, seed)
                .greater(0.5)
                .times(-2)
                .plus(1);
    }

    /// 1 for pixels of a rectangle at a random place, else 0; `[batch, rows, columns, 1]`.
    ///
    /// @param wide its share of the columns, `[batch, 1, 1, 1]`
    /// @param high its share of the rows
    static Tensor rectangle(
            Scope scope, Tensor images, Tensor wide, Tensor high, @Nullable Long seed) {
        Shape pixels = images.shape().with(3, 1);
        return within(scope, "left", pixels, 2, wide, seed)
                .times(within(scope, "top", pixels, 1, high, seed));
    }

    private static Tensor within(
            Scope scope,
            String purpose,
            Shape pixels,
            int axis,
            Tensor share,
            @Nullable Long seed) {
        Tensor length = share.times(pixels.get(axis));
        Tensor from =
                scope.uniform(purpose, share.shape(), seed)
                        .times(length.subtractedFrom(pixels.get(axis)));
        Tensor place = scope.graph().iota(pixels, axis);
        return place.greaterOrEqual(from).times(place.less(from.plus(length)));
    }

    /// One number for from 0 to it, or lower and upper, checked and left as it was written.
    ///
    /// @throws UserError E132 where they are not from `least` to `most`
    static List<Double> checked(
            String layer, String argument, List<Double> values, double least, double most) {
        of(layer, argument, values, least, most);
        return List.copyOf(values);
    }

    /// Lower and upper; one number is the upper one, from 0.
    static List<Double> upTo(List<Double> factor) {
        return factor.size() == 1 ? List.of(0.0, factor.getFirst()) : factor;
    }

    /// One number for each row, `[batch, 1, …]` with `axes` axes.
    ///
    /// @param factor as in [#upTo]
    static Tensor draw(
            Scope scope,
            String purpose,
            List<Double> factor,
            int rows,
            int axes,
            @Nullable Long seed) {
        var range = upTo(factor);
        Shape shape = Shape.of(rows);
        while (shape.rank() < axes) {
            shape = shape.inserted(shape.rank(), 1);
        }
        return scope.uniform(purpose, shape, seed)
                .times(range.getLast() - range.getFirst())
                .plus(range.getFirst());
    }
}
