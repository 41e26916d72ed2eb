package dev.kiln.layers;

import dev.kiln.graph.Tensor;

/// Numbers that a layer keeps from step to step without being trained: moving statistics, the states of a
/// stateful recurrent layer.
public interface State {
    /// The value; after an update of this step, the new one.
    Tensor read();

    /// The new value, kept when the step is done.
    ///
    /// @param value of the state's shape
    void update(Tensor value);
}
