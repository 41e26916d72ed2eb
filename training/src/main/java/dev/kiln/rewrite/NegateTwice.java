package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// `-(-x) -> x`, `|-x| -> |x|`, `||x|| -> |x|`.
final class NegateTwice implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        if (!(op instanceof Op.Negate) && !(op instanceof Op.Abs)) {
            return Optional.empty();
        }
        Tensor x = inputs.getFirst();
        boolean abs = op instanceof Op.Abs;
        return switch (x.node().op()) {
            case Op.Negate _ -> Optional.of(abs ? Numbers.behind(x).abs() : Numbers.behind(x));
            case Op.Abs _ when abs -> Optional.of(x);
            default -> Optional.empty();
        };
    }
}
