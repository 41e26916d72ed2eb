package dev.kiln.rewrite;

import dev.kiln.graph.Op;
import dev.kiln.graph.Tensor;

import java.util.List;
import java.util.Optional;

/// A law by which an op on some inputs can be replaced by something simpler with the same bits.
public interface Rewrite {
    /// @param inputs of the op, at least one
    /// @return what takes its place: one of the inputs, something behind them, or a node added to their graph
    Optional<Tensor> apply(Op op, List<Tensor> inputs);
}
