package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.Optional;

/// `broadcast(broadcast(x, a), b) -> broadcast(x, b)`; `broadcast(x, shape of x) -> x`.
final class BroadcastTwice implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        if (!(op instanceof Op.Broadcast(Shape to))) {
            return Optional.empty();
        }
        Tensor x = inputs.getFirst();
        if (x.shape().equals(to)) {
            return Optional.of(x);
        }
        return x.node().op() instanceof Op.Broadcast
                ? Optional.of(Numbers.behind(x).broadcast(to))
                : Optional.empty();
    }
}
