package dev.kiln.saving.operations;

import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Functions that take the numbers along axes together.
final class Reductions {
    /// The length below which `normalize` takes a vector for longer than it is: the epsilon of Keras.
    private static final double SHORTEST = 1e-7;

    static final Map<String, Function<Given, Tensor>> FORMULAS =
            Map.ofEntries(
                    Map.entry("Sum", given -> kept(given, Tensor::sumKept)),
                    Map.entry("Mean", given -> kept(given, Tensor::meanKept)),
                    Map.entry("Average", Reductions::average),
                    Map.entry("Max", given -> most(given, false)),
                    Map.entry("Amax", given -> most(given, false)),
                    Map.entry("Min", given -> most(given, true)),
                    Map.entry("Amin", given -> most(given, true)),
                    Map.entry("Var", given -> kept(given, Reductions::variance)),
                    Map.entry("Std", given -> kept(given, (x, axes) -> variance(x, axes).sqrt())),
                    Map.entry(
                            "Any",
                            given -> kept(given, (x, axes) -> Operations.truth(x).maxKept(axes))),
                    Map.entry(
                            "All",
                            given -> kept(given, (x, axes) -> Operations.truth(x).minKept(axes))),
                    Map.entry("Logsumexp", given -> kept(given, Tensor::logSumExpKept)),
                    Map.entry("Norm", Reductions::norm),
                    Map.entry("Normalize", Reductions::normalize),
                    Map.entry("Argmax", given -> index(given, false)),
                    Map.entry("Argmin", given -> index(given, true)),
                    Map.entry("Cumsum", Reductions::cumulative));

    private Reductions() {}

    private interface Reduction {
        /// @return the axes with size 1
        Tensor along(Tensor x, int... axes);
    }

    private static Tensor kept(Given given, Reduction reduction) {
        Tensor x = given.x();
        int[] axes = given.axes(x, "axis");
        return dropped(reduction.along(x, axes), axes, given);
    }

    /// Without the axes of size 1, where they are not to be kept.
    private static Tensor dropped(Tensor x, int[] axes, Given given) {
        if (given.flag("keepdims")) {
            return x;
        }
        Tensor left = x;
        for (int axis :
                IntStream.of(axes)
                        .sorted()
                        .map(i -> -i)
                        .sorted()
                        .map(i -> -i)
                        .distinct()
                        .toArray()) {
            left = left.squeeze(axis);
        }
        return left;
    }

    private static Tensor variance(Tensor x, int... axes) {
        return x.minus(x.meanKept(axes)).square().meanKept(axes);
    }

    private static Tensor average(Given given) {
        if (given.operand(1, "weights") != null) {
            throw given.impossible("its weights are not read");
        }
        return kept(given, Tensor::meanKept);
    }

    private static Tensor most(Given given, boolean isLeast) {
        Tensor found = kept(given, isLeast ? Tensor::minKept : Tensor::maxKept);
        if (!(given.setting("initial") instanceof Number initial)) {
            return found;
        }
        return isLeast
                ? found.minimum(initial.doubleValue())
                : found.maximum(initial.doubleValue());
    }

    private static Tensor norm(Given given) {
        Object order = given.setting("ord");
        if (given.axes(given.x(), "axis").length != 1) {
            throw given.impossible("norms of matrices are not read");
        }
        return kept(given, (x, axes) -> length(given, x, order == null ? 2 : order, axes));
    }

    private static Tensor length(Given given, Tensor x, Object order, int... axes) {
        if (!(order instanceof Number power) || power.doubleValue() <= 0) {
            throw given.impossible("norms of this order are not read");
        }
        if (power.doubleValue() == 2) {
            return x.square().sumKept(axes).sqrt();
        }
        Tensor powers = power.doubleValue() == 1 ? x.abs() : x.abs().power(power.doubleValue());
        Tensor sum = powers.sumKept(axes);
        return power.doubleValue() == 1 ? sum : sum.power(1 / power.doubleValue());
    }

    private static Tensor normalize(Given given) {
        Tensor x = given.x();
        int[] axes = given.axes(x, "axis");
        double shortest = given.number("epsilon", SHORTEST);
        if (given.number("order", 2) == 2) {
            return x.dividedBy(x.square().sumKept(axes).maximum(shortest * shortest).sqrt());
        }
        return x.dividedBy(length(given, x, given.number("order", 2), axes).maximum(shortest));
    }

    private static Tensor index(Given given, boolean isLeast) {
        Tensor x = given.x();
        int axis = given.axis(x, "axis");
        Tensor found = (isLeast ? x.negate() : x).argMax(axis);
        return given.flag("keepdims") ? found.expand(axis) : found;
    }

    private static Tensor cumulative(Given given) {
        Tensor x = given.x();
        int axis = given.axis(x, "axis");
        Tensor last = x.swap(axis, x.rank() - 1);
        int size = last.shape().last();
        var square = dev.kiln.tensor.Shape.of(size, size);
        var isBefore = x.graph().iota(square, 0).lessOrEqual(x.graph().iota(square, 1));
        return last.matMul(isBefore).swap(axis, x.rank() - 1);
    }

    /// Mean and variance.
    static List<Tensor> moments(Given given) {
        Tensor x = given.x();
        int[] axes = given.axes(x, "axes");
        return List.of(
                dropped(x.meanKept(axes), axes, given), dropped(variance(x, axes), axes, given));
    }
}
