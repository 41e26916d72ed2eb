package dev.kiln.metrics;

import dev.kiln.graph.Tensor;
import dev.kiln.losses.SameRank;

import org.jspecify.annotations.Nullable;

import java.util.function.BiFunction;
import java.util.stream.IntStream;

/// One weighted value a sample, and the samples' weights.
///
/// @param values  `[n]`, or a scalar
/// @param weights `[n]`; null where all weigh the same
record Samplewise(Tensor values, @Nullable Tensor weights) {
    /// @param together how the values of one sample become one: their mean or their sum
    static Samplewise of(
            Tensor values, @Nullable Tensor weight, BiFunction<Tensor, int[], Tensor> together) {
        if (weight == null) {
            return new Samplewise(behind(values, 1, together), null);
        }
        var aligned = SameRank.of(values, weight);
        Tensor shorter = behind(aligned.first(), aligned.second().rank(), together);
        Tensor weights = aligned.second().broadcast(shorter.shape());
        return new Samplewise(
                behind(shorter.times(weights), 1, together), behind(weights, 1, together));
    }

    /// Only the first `kept` axes stay.
    private static Tensor behind(
            Tensor values, int kept, BiFunction<Tensor, int[], Tensor> together) {
        return values.rank() <= kept
                ? values
                : together.apply(values, IntStream.range(kept, values.rank()).toArray());
    }
}
