package dev.kiln.layers;

import dev.kiln.graph.Tensor;

/// Where a traced layer's weights and states come from.
public interface Supply {
    /// @param at who asks
    Tensor weight(Tracing at, Declaration declaration);

    State state(Tracing at, Declaration declaration);

    /// Whether the asking layer is trained at present.
    boolean trainable(Tracing at);
}
