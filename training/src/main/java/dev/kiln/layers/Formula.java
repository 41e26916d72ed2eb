package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import java.util.List;

/// A layer of one input and one output: the way to write one's own.
@FunctionalInterface
public interface Formula extends Layer {
    /// @param x `[batch, …]`, every dimension known
    Tensor call(Tensor x, Scope scope);

    /// Whether the input's mask holds for the output too. Otherwise it ends here, as in Keras.
    default boolean supportsMasking() {
        return false;
    }

    @Override
    default List<Signal> call(List<Signal> inputs, Scope scope) {
        if (inputs.size() != 1) {
            throw new UserError(
                    "E136",
                    scope.name() + " takes one input, not " + inputs.size() + ".",
                    "Type: new Concatenate().apply(a, b) before it");
        }
        Signal in = inputs.getFirst();
        return List.of(new Signal(call(in.value(), scope), supportsMasking() ? in.mask() : null));
    }
}
