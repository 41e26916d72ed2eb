package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// `x - 0 -> x`, `x + -0 -> x`, `-0 + x -> x`. There is no `x + 0 -> x`: -0.0 + 0.0 is 0.0.
final class SubtractZero implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        return switch (op) {
            case Op.Subtract _ when Numbers.is(inputs.get(1), 0.0) -> Optional.of(inputs.get(0));
            case Op.Add _ when Numbers.is(inputs.get(1), -0.0) -> Optional.of(inputs.get(0));
            case Op.Add _ when Numbers.is(inputs.get(0), -0.0) -> Optional.of(inputs.get(1));
            default -> Optional.empty();
        };
    }
}
