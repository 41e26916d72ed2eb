package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Masks that a call is given by name, in place of those that travel with its inputs: `mask` (one, or a list with
/// one an input), and `query_mask`, `value_mask` and `key_mask` of attention.
final class Masks {
    private Masks() {}

    private static final List<String> OF_ATTENTION =
            List.of("query_mask", "value_mask", "key_mask");

    /// The inputs with the masks of the arguments. Keras' multi-head attention takes the mask that travels with its
    /// query in place of a `query_mask`.
    ///
    /// @param name of the layer, for messages
    /// @throws UserError E133 where a mask does not fit its input
    static List<Signal> given(Layer layer, String name, List<Signal> inputs, Arguments arguments) {
        var masked = new ArrayList<>(inputs);
        var listed =
                switch (arguments.values().get("mask")) {
                    case List<?> list -> list;
                    case Signal one -> List.of(one);
                    case null, default -> List.of();
                };
        for (int i = 0; i < Math.min(listed.size(), masked.size()); i++) {
            if (listed.get(i) instanceof Signal mask) {
                masked.set(i, masked(name, masked.get(i).value(), mask.value()));
            }
        }
        for (int i = layer instanceof MultiHeadAttention ? 1 : 0; i < OF_ATTENTION.size(); i++) {
            Tensor mask = arguments.tensor(OF_ATTENTION.get(i)).orElse(null);
            if (mask != null && i < masked.size()) {
                masked.set(i, masked(name, masked.get(i).value(), mask));
            } else if (mask != null && i == masked.size() && i > 0) {
                // The values are the keys too.
                Signal value = masked.getLast();
                masked.set(i - 1, masked(name, value.value(), both(value.mask(), mask)));
            }
        }
        return masked;
    }

    /// The mask of attention's output: that of its queries, unless it was given by name.
    static @Nullable Tensor travelling(List<Signal> inputs, Arguments arguments) {
        return arguments.tensor("query_mask").isPresent() ? null : inputs.getFirst().mask();
    }

    private static Tensor both(@Nullable Tensor one, Tensor other) {
        return one == null ? other : one.times(other);
    }

    private static Signal masked(String name, Tensor x, Tensor mask) {
        if (!fits(mask.shape(), x.shape())) {
            Shape steps = x.shape().slice(0, Math.min(2, x.rank()));
            throw new UserError(
                    "E133",
                    "the mask of "
                            + name
                            + " is "
                            + mask.shape().row()
                            + " a row, but its input is "
                            + x.shape().row()
                            + ": it takes "
                            + steps.row()
                            + ", one truth value for each step.",
                    "Type: Symbol mask = Symbol.input(" + steps.row() + ")");
        }
        return new Signal(x, mask);
    }

    /// Whether a mask has the sizes of the leading axes of its input, or the time of one with channels first.
    private static boolean fits(Shape mask, Shape x) {
        if (mask.rank() > x.rank()) {
            return false;
        }
        return mask.equals(x.slice(0, mask.rank()))
                || mask.rank() == 2
                        && mask.get(0) == x.get(0)
                        && x.rank() == 3
                        && mask.get(1) == x.get(2);
    }
}
