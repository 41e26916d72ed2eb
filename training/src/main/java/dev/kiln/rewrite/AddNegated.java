package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// `x + -y -> x - y`, `-x + y -> y - x`, `x - -y -> x + y`.
final class AddNegated implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        return switch (op) {
            case Op.Add _ when inputs.get(1).node().op() instanceof Op.Negate ->
                    Optional.of(inputs.get(0).minus(Numbers.behind(inputs.get(1))));
            case Op.Add _ when inputs.get(0).node().op() instanceof Op.Negate ->
                    Optional.of(inputs.get(1).minus(Numbers.behind(inputs.get(0))));
            case Op.Subtract _ when inputs.get(1).node().op() instanceof Op.Negate ->
                    Optional.of(inputs.get(0).plus(Numbers.behind(inputs.get(1))));
            default -> Optional.empty();
        };
    }
}
