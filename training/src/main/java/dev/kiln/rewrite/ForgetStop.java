package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// `stopGradient(x) -> x`, once gradients are written.
final class ForgetStop implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        return op instanceof Op.StopGradient ? Optional.of(inputs.getFirst()) : Optional.empty();
    }
}
