package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/// Sums of products written with letters for axes, as in `abc,cde->abde`: letters that the result does not
/// have are summed over. Three dots stand for any number of axes of the first input and the result.
///
/// @param left   letters of the first input, dots written out
/// @param right  of the second
/// @param result of the result
public record Einsum(String left, String right, String result) {
    /// Letters in place of the dots, which no user writes.
    private static final char FIRST_OF_DOTS = '\u2460';

    /// @param rank of the first input
    /// @throws UserError E132 where the equation cannot be read or does not fit the rank
    public static Einsum of(String equation, int rank) {
        String[] sides = equation.replace(" ", "").split("->", -1);
        String[] inputs = sides[0].split(",", -1);
        if (sides.length != 2 || inputs.length != 2) {
            throw new UserError(
                    "E132",
                    "equation " + equation + " is not of the form ab,bc->ac.",
                    "Type: equation=\"...x,xy->...y\"");
        }
        int named = inputs[0].replace("...", "").length();
        int open = rank - named;
        if (open < 0 || open > 0 && !inputs[0].contains("...")) {
            throw new UserError(
                    "E132",
                    "equation "
                            + equation
                            + " names "
                            + named
                            + " axes of its input, which has "
                            + rank
                            + " (the batch is one).",
                    "Write a letter for each axis, or ... for the first ones.");
        }
        var dots = new StringBuilder();
        for (int i = 0; i < open; i++) {
            dots.append((char) (FIRST_OF_DOTS + i));
        }
        return new Einsum(inputs[0].replace("...", dots), inputs[1], sides[1].replace("...", dots));
    }

    /// The product of two tensors with these axes.
    public Tensor apply(Tensor x, Tensor y) {
        var shared = new ArrayList<Character>();
        var summed = new ArrayList<Character>();
        var onlyX = new ArrayList<Character>();
        var onlyY = new ArrayList<Character>();
        for (char axis : left.toCharArray()) {
            boolean inY = right.indexOf(axis) >= 0;
            boolean stays = result.indexOf(axis) >= 0;
            (inY ? stays ? shared : summed : onlyX).add(axis);
        }
        for (char axis : right.toCharArray()) {
            if (left.indexOf(axis) < 0) {
                onlyY.add(axis);
            }
        }
        Tensor a = ordered(x, left, shared, onlyX, summed);
        Tensor b = ordered(y, right, shared, summed, onlyY);
        Tensor product = shared.isEmpty() ? flat(a).matMul(flat(b)) : a.matMul(b);
        var letters = new ArrayList<Character>(shared);
        letters.addAll(onlyX);
        letters.addAll(onlyY);
        Shape shape = new Shape(letters.stream().map(axis -> size(axis, x, y)).toList());
        Tensor apart = product.reshape(shape);
        // Axes that one input alone has and the result does not.
        for (char axis : List.copyOf(letters)) {
            if (result.indexOf(axis) < 0) {
                apart = apart.sum(letters.indexOf(axis));
                letters.remove((Character) axis);
            }
        }
        return apart.transpose(result.chars().map(axis -> letters.indexOf((char) axis)).toArray());
    }

    private static Tensor flat(Tensor x) {
        return x.reshape(x.shape().slice(1, 3));
    }

    private int size(char axis, Tensor x, Tensor y) {
        int inX = left.indexOf(axis);
        return inX >= 0 ? x.shape().get(inX) : y.shape().get(right.indexOf(axis));
    }

    /// Axes in three groups, each group one axis.
    private static Tensor ordered(
            Tensor x,
            String letters,
            List<Character> first,
            List<Character> second,
            List<Character> third) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        Tensor moved = x.transpose(all.stream().mapToInt(letters::indexOf).toArray());
        int from = first.size();
        return moved.reshape(
                size(moved.shape().slice(0, from)),
                size(moved.shape().slice(from, from + second.size())),
                size(moved.shape().slice(from + second.size(), moved.rank())));
    }

    private static int size(Shape shape) {
        return Math.toIntExact(shape.size());
    }
}
