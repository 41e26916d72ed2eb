package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// `x * -1 -> -x`, `x / -1 -> -x`.
final class MultiplyByMinusOne implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        return switch (op) {
            case Op.Multiply _ when Numbers.is(inputs.get(1), -1) ->
                    Optional.of(inputs.get(0).negate());
            case Op.Multiply _ when Numbers.is(inputs.get(0), -1) ->
                    Optional.of(inputs.get(1).negate());
            case Op.Divide _ when Numbers.is(inputs.get(1), -1) ->
                    Optional.of(inputs.get(0).negate());
            default -> Optional.empty();
        };
    }
}
