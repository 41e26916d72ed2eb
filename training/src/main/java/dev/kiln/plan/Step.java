package dev.kiln.plan;

import dev.kiln.graph.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One value that a fused kernel works out at every index. Values are numbered: first the loads, then
/// the steps in order.
public sealed interface Step {
    /// An elementwise op on values with lower numbers.
    record Apply(Op.Elementwise op, List<Integer> operands) implements Step {
        public Apply {
            operands = List.copyOf(operands);
        }
    }

    /// Random numbers, indexed by the place in the kernel's space.
    record Random(String stream, @Nullable Long seed) implements Step {}
}
