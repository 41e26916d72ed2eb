package dev.kiln.saving.operations;

import dev.kiln.graph.Tensor;
import dev.kiln.layers.Einsum;

/// Products of two arrays along axes.
final class Products {
    private Products() {}

    /// As NumPy has it: a vector on the right is a column that disappears.
    static Tensor matMul(Tensor x, Tensor y) {
        return y.rank() == 1 ? x.matMul(y.expand(-1)).squeeze(-1) : x.matMul(y);
    }

    static Tensor einsum(Given given) {
        String equation = String.valueOf(given.setting("subscripts"));
        if (given.count() != 2) {
            throw given.impossible("it takes two arrays");
        }
        Tensor x = given.tensor(0, "x1");
        return Einsum.of(equation, x.rank()).apply(x, given.tensor(1, "x2"));
    }
}
