package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

/// What laws ask about the tensors that they look at.
final class Numbers {
    private Numbers() {}

    /// Whether a tensor is this number everywhere, its sign included.
    static boolean is(Tensor x, double number) {
        return x.node().op() instanceof Op.Constant(double value, Shape _)
                && Double.doubleToRawLongBits(value) == Double.doubleToRawLongBits(number);
    }

    /// The first input of the node that a tensor is.
    static Tensor behind(Tensor x) {
        return x.graph().tensor(x.node().inputs().getFirst());
    }
}
