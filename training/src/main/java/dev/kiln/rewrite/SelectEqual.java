package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// `c ? x : x -> x`; `1 ? x : y -> x`; `0 ? x : y -> y`.
final class SelectEqual implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        if (!(op instanceof Op.Select)) {
            return Optional.empty();
        }
        if (inputs.get(1).equals(inputs.get(2))) {
            return Optional.of(inputs.get(1));
        }
        return inputs.getFirst().node().op() instanceof Op.Constant(double c, var _)
                ? Optional.of((float) c != 0 ? inputs.get(1) : inputs.get(2))
                : Optional.empty();
    }
}
