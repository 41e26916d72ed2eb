package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// `-x * c -> x * -c` and `-x / c -> x / -c` for a number c.
final class MultiplyNegated implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        if (!(op instanceof Op.Multiply) && !(op instanceof Op.Divide)) {
            return Optional.empty();
        }
        Tensor x = inputs.get(0);
        return x.node().op() instanceof Op.Negate
                        && inputs.get(1).node().op() instanceof Op.Constant(double c, var _)
                ? Optional.of(
                        op instanceof Op.Multiply
                                ? Numbers.behind(x).times(-c)
                                : Numbers.behind(x).dividedBy(-c))
                : Optional.empty();
    }
}
