package dev.kiln.checks;

import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/// What a model's computation ends in.
///
/// @param activation Keras' name of the last activation, `linear` for none; null where the last layer is
///                   no plain activation (a merge, a layer of one's own)
/// @param row        shape of one prediction
public record Ending(@Nullable String activation, Shape row) {
    private static final Set<String> ODDS = Set.of("sigmoid", "hard_sigmoid", "sparse_sigmoid");
    private static final Set<String> SHARES = Set.of("softmax", "sparsemax");
    private static final Set<String> LOGARITHMS = Set.of("log_softmax", "log_sigmoid");
    private static final Map<String, Range> RANGES =
            Map.of(
                    "relu", new Range(0, Double.POSITIVE_INFINITY),
                    "sigmoid", new Range(0, 1),
                    "softmax", new Range(0, 1),
                    "tanh", new Range(-1, 1));

    /// The numbers that an activation can give.
    record Range(double low, double high) {
        @Override
        public String toString() {
            return high == Double.POSITIVE_INFINITY
                    ? "0 and more"
                    : Figures.of(low) + ".." + Figures.of(high);
        }
    }

    /// How many numbers the last axis has.
    public int units() {
        return row.rank() == 0 ? 1 : row.last();
    }

    boolean isPlain() {
        return activation != null;
    }

    boolean isSoftmax() {
        return activation != null && SHARES.contains(activation);
    }

    boolean isSigmoid() {
        return activation != null && ODDS.contains(activation);
    }

    boolean isLinear() {
        return "linear".equals(activation);
    }

    /// A function whose results are no probabilities, nor numbers that a softmax or sigmoid comes after by custom.
    boolean isOtherFunction() {
        return activation != null
                && !isSoftmax()
                && !isSigmoid()
                && !isLinear()
                && !LOGARITHMS.contains(activation);
    }

    @Nullable Range range() {
        return activation == null ? null : RANGES.get(activation);
    }
}
