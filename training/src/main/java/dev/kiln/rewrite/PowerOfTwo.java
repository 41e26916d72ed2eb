package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// `x^2 -> x * x`, `x^0 -> 1`.
final class PowerOfTwo implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        if (!(op instanceof Op.Power)) {
            return Optional.empty();
        }
        Tensor x = inputs.getFirst();
        if (Numbers.is(inputs.get(1), 2)) {
            return Optional.of(x.square());
        }
        boolean zero = Numbers.is(inputs.get(1), 0.0) || Numbers.is(inputs.get(1), -0.0);
        return zero ? Optional.of(x.graph().constant(1, x.shape())) : Optional.empty();
    }
}
