package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// `transpose(transpose(x, a), b) -> transpose(x, a[b])`; in the order that it has `-> x`.
final class TransposeTwice implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        if (!(op instanceof Op.Transpose(List<Integer> order))) {
            return Optional.empty();
        }
        Tensor x = inputs.getFirst();
        if (order.equals(IntStream.range(0, order.size()).boxed().toList())) {
            return Optional.of(x);
        }
        return x.node().op() instanceof Op.Transpose(List<Integer> before)
                ? Optional.of(
                        Numbers.behind(x).transpose(order.stream().mapToInt(before::get).toArray()))
                : Optional.empty();
    }
}
