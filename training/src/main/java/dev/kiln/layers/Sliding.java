package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Window;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Windows that slide over the spatial axes of `[batch, …space, channels]`.
///
/// @param size     of the window, each axis
/// @param strides  steps between two positions
/// @param dilation distance between two neighbours inside
record Sliding(Padding padding, List<Integer> size, List<Integer> strides, List<Integer> dilation) {

    /// One for pooling: neighbours are next to each other.
    static Sliding pooling(Padding padding, List<Integer> size, List<Integer> strides) {
        return new Sliding(padding, size, strides, Collections.nCopies(size.size(), 1));
    }

    /// @throws UserError E133 where the window is larger than the space
    Window over(Scope scope, Tensor x) {
        Shape space = x.shape().slice(1, x.rank() - 1);
        return switch (padding) {
            case SAME -> Window.same(space, size, strides, dilation);
            case CAUSAL -> {
                var zeros = Collections.nCopies(size.size(), 0);
                var before = new ArrayList<Integer>();
                for (int axis = 0; axis < size.size(); axis++) {
                    before.add(reach(axis) - 1);
                }
                yield new Window(size, strides, dilation, before, zeros);
            }
            case VALID -> {
                for (int axis = 0; axis < size.size(); axis++) {
                    if (reach(axis) > space.get(axis)) {
                        throw tooLarge(scope, x, space);
                    }
                }
                yield Window.valid(size, strides, dilation);
            }
        };
    }

    /// How many places the window spans, gaps included.
    int reach(int axis) {
        return (size.get(axis) - 1) * dilation.get(axis) + 1;
    }

    private UserError tooLarge(Scope scope, Tensor x, Shape space) {
        var least = new ArrayList<Integer>();
        for (int axis = 0; axis < size.size(); axis++) {
            least.add(reach(axis));
        }
        return new UserError(
                "E133",
                scope.name()
                        + " needs "
                        + (size.size() == 1
                                ? "a sequence"
                                : size.size() == 2 ? "an image" : "a volume")
                        + " of at least "
                        + new Shape(least)
                        + ", but gets "
                        + space
                        + " ("
                        + x.shape().row()
                        + " with its channels).",
                "Add padding=same to "
                        + scope.name()
                        + ", make its window smaller, or leave it out.");
    }

    /// Cross-correlation.
    ///
    /// @param kernel `[…size, channels / groups, filters]`
    Tensor convolve(Scope scope, Tensor x, Tensor kernel, int groups) {
        return x.graph().add(new Op.Convolution(over(scope, x), groups), x, kernel);
    }

    /// Each channel with filters of its own.
    ///
    /// @param kernel `[…size, channels, multiplier]`
    Tensor convolveEach(Scope scope, Tensor x, Tensor kernel) {
        int channels = x.shape().last();
        int multiplier = kernel.shape().last();
        Shape grouped = new Shape(size).concat(Shape.of(1, channels * multiplier));
        return convolve(scope, x, kernel.reshape(grouped), channels);
    }

    /// The largest number under each window.
    Tensor largest(Scope scope, Tensor x) {
        return x.graph().add(new Op.MaxPool(over(scope, x)), x);
    }

    /// The mean under each window; padding does not count.
    Tensor mean(Scope scope, Tensor x) {
        Window window = over(scope, x);
        Tensor sum = x.graph().add(new Op.SumPool(window), x);
        Shape space = x.shape().with(0, 1).with(-1, 1);
        Tensor count = x.graph().add(new Op.SumPool(window), x.graph().constant(1, space));
        return sum.dividedBy(count);
    }

    /// @throws UserError E133 where channels or filters cannot be cut into so many groups
    static void groups(Scope scope, int groups, int channels, int filters) {
        if (channels % groups != 0 || filters % groups != 0) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " cannot cut "
                            + (channels % groups != 0
                                    ? channels + " channels"
                                    : filters + " filters")
                            + " into "
                            + groups
                            + " equal groups.",
                    "Type: groups=1");
        }
    }
}
