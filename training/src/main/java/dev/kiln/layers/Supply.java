package dev.kiln.layers;

import dev.kiln.graph.Tensor;

/// Where a traced layer's weights and states come from.
public interface Supply {
    /// @param at who asks
    Tensor weight(Tracing at, Declaration declaration);

    State state(Tracing at, Declaration declaration);

    /// Writes new numbers over a weight while it trains; the optimizer steps on from them.
    ///
    /// @param value of the weight's shape
    /// @return the weight as the layer goes on with it; gradients end there
    default Tensor replaced(Tracing at, Declaration declaration, Tensor value) {
        return value;
    }

    /// Whether the asking layer is trained at present.
    boolean trainable(Tracing at);
}
