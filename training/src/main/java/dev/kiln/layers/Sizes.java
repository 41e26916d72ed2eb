package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Checks of the numbers that layers are given, and lists that may be written as one number.
final class Sizes {
    private Sizes() {}

    /// @throws UserError E132 where `value` is below 1
    static void positive(String layer, String argument, int value, String example) {
        if (value < 1) {
            throw new UserError(
                    "E132",
                    argument + "=" + value + " of " + layer + " must be 1 or more.",
                    "Type: " + argument + "=" + example);
        }
    }

    /// @throws UserError E132 where the rate is not from 0 to below 1
    static void rate(String layer, double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new UserError(
                    "E132",
                    "rate="
                            + rate
                            + " of "
                            + layer
                            + " must be from 0 to below 1: the share that becomes 0.",
                    "Type: " + layer + " 0.2");
        }
    }

    /// @throws UserError E132 where the share is not from 0 to below 1
    static void share(String argument, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new UserError(
                    "E132",
                    argument + "=" + value + " must be from 0 to below 1.",
                    "Type: " + argument + "=0.2");
        }
    }

    /// Keras has no window that both leaps and has gaps; a model of one could not be opened there.
    ///
    /// @throws UserError E132 where strides and dilation rate both are above 1
    static void onlyOneAboveOne(String layer, List<Integer> strides, List<Integer> dilationRate) {
        if (Collections.max(strides) > 1 && Collections.max(dilationRate) > 1) {
            throw new UserError(
                    "E132",
                    "strides="
                            + strides
                            + " and dilation_rate="
                            + dilationRate
                            + " of "
                            + layer
                            + " exclude each other: one of them must be 1.",
                    "Type: strides=1   or dilation_rate=1");
        }
    }

    /// One number for every axis, or one a axis.
    ///
    /// @throws UserError E132 for another count, or numbers below `least`
    static List<Integer> each(
            String layer, String argument, List<Integer> values, int axes, int least) {
        var all = values.size() == 1 ? Collections.nCopies(axes, values.getFirst()) : values;
        if (all.size() != axes) {
            throw new UserError(
                    "E132",
                    argument
                            + "="
                            + values
                            + " of "
                            + layer
                            + " has "
                            + values.size()
                            + " numbers, but there "
                            + (axes == 1 ? "is 1 axis." : "are " + axes + " axes."),
                    "Type: " + argument + "=" + values.getFirst());
        }
        for (int value : all) {
            if (value < least) {
                throw new UserError(
                        "E132",
                        argument
                                + "="
                                + new Shape(List.of(Math.max(value, 0)))
                                        .toString()
                                        .replace("scalar", "0")
                                + " of "
                                + layer
                                + " must be "
                                + least
                                + " or more.",
                        "Type: " + argument + "=" + Math.max(least, 2));
            }
        }
        return List.copyOf(all);
    }

    /// How many before and after each axis: one number for all, one an axis, or a pair an axis; for a single
    /// axis also two numbers.
    static List<List<Integer>> pairs(
            String layer, String argument, List<List<Integer>> values, int axes) {
        boolean areSingle = values.stream().allMatch(value -> value.size() == 1);
        List<List<Integer>> pairs = values;
        if (areSingle && axes == 1 && values.size() == 2) {
            pairs = List.of(List.of(values.get(0).getFirst(), values.get(1).getFirst()));
        } else if (values.size() == 1) {
            pairs = Collections.nCopies(axes, values.getFirst());
        }
        if (pairs.size() != axes
                || pairs.stream().anyMatch(pair -> pair.isEmpty() || pair.size() > 2)
                || pairs.stream().flatMap(List::stream).anyMatch(size -> size < 0)) {
            throw new UserError(
                    "E132",
                    argument
                            + "="
                            + values
                            + " of "
                            + layer
                            + " must be one number, or for each of the "
                            + axes
                            + " axes one number or a pair, all 0 or more.",
                    "Type: " + argument + "=1");
        }
        return pairs.stream().map(pair -> List.of(pair.getFirst(), pair.getLast())).toList();
    }

    /// @throws UserError E133 where the input, batch included, has another number of axes
    static void rank(Scope scope, Tensor x, int rank) {
        if (x.rank() != rank) {
            String kind =
                    switch (rank) {
                        case 2 -> "rows of numbers";
                        case 3 -> "sequences (steps x features)";
                        case 4 -> "images (rows x columns x channels)";
                        case 5 -> "volumes (three axes x channels)";
                        default -> "rows of " + (rank - 1) + " axes";
                    };
            throw new UserError(
                    "E134",
                    scope.name() + " takes " + kind + ", but gets " + x.shape().row() + ".",
                    "Bring each row to " + (rank - 1) + " axes first, for example with reshape.");
        }
    }

    /// Keras' None in a shape means as the input has it, as -1 does.
    static @Nullable List<Integer> kept(@Nullable List<@Nullable Integer> sizes) {
        return sizes == null
                ? null
                : sizes.stream().map(size -> size == null ? Integer.valueOf(-1) : size).toList();
    }

    /// The shape of a dropout mask: each dimension that of the input or 1, -1 for that of the input.
    static Shape noise(Scope scope, List<Integer> noiseShape, Shape input) {
        var sizes = new ArrayList<Integer>();
        boolean fits = noiseShape.size() == input.rank();
        for (int axis = 0; fits && axis < input.rank(); axis++) {
            Integer size = noiseShape.get(axis);
            sizes.add(size == -1 ? input.get(axis) : size);
            fits = sizes.getLast() == 1 || sizes.getLast() == input.get(axis);
        }
        if (!fits) {
            throw new UserError(
                    "E133",
                    "noise_shape="
                            + noiseShape
                            + " of "
                            + scope.name()
                            + " does not fit a batch of shape "
                            + input
                            + ".",
                    "Give one number an axis: that of the input, 1, or -1.");
        }
        return new Shape(sizes);
    }
}
