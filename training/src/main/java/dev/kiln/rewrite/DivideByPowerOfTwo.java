package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// `x / 2^k -> x * 2^-k`: both are exact before the one rounding.
final class DivideByPowerOfTwo implements Rewrite {
    @Override
    public Optional<Tensor> apply(Op op, List<Tensor> inputs) {
        if (!(op instanceof Op.Divide)
                || !(inputs.get(1).node().op() instanceof Op.Constant(double c, var _))) {
            return Optional.empty();
        }
        float divisor = (float) c;
        boolean power =
                Math.abs(divisor) >= 0x1p-100f
                        && Math.abs(divisor) <= 0x1p100f
                        && (Float.floatToRawIntBits(divisor) & 0x7FFFFF) == 0;
        return power ? Optional.of(inputs.getFirst().times(1.0 / divisor)) : Optional.empty();
    }
}
