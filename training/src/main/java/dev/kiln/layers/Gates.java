package dev.kiln.layers;

import dev.kiln.graph.Tensor;
import dev.kiln.initializers.Initializer;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// What LSTM-like cells have in common.
final class Gates {
    private Gates() {}

    /// A bias whose second quarter, that of the forget gate, begins with 1 (Jozefowicz et al. 2015,
    /// https://proceedings.mlr.press/v37/jozefowicz15.html).
    static Initializer forgetBias(Initializer others) {
        return (values, shape, random) -> {
            int units = values.length / 4;
            others.fill(values, shape, random);
            Arrays.fill(values, units, 2 * units, 1);
        };
    }

    /// Dropout of a step's input or state: one mask for all steps of a sequence.
    ///
    /// @param x `[…, batch, features]`, the last `axes` of which the mask has
    static Tensor dropout(
            Scope scope, String purpose, Tensor x, int axes, double rate, @Nullable Long seed) {
        if (!scope.training() || rate == 0) {
            return x;
        }
        Shape shape = x.shape().slice(x.rank() - axes, x.rank());
        return x.times(scope.uniform(purpose, shape, seed).greaterOrEqual(rate))
                .dividedBy(1 - rate);
    }
}
