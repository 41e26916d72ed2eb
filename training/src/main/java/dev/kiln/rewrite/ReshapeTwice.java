package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.Optional;

/// `reshape(reshape(x, a), b) -> reshape(x, b)`; `reshape(x, shape of x) -> x`.
final class ReshapeTwice implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        if (!(op instanceof Op.Reshape(Shape to))) {
            return Optional.empty();
        }
        Tensor x = inputs.getFirst();
        if (x.shape().equals(to)) {
            return Optional.of(x);
        }
        return x.node().op() instanceof Op.Reshape
                ? Optional.of(Numbers.behind(x).reshape(to))
                : Optional.empty();
    }
}
