package dev.kiln.layers;

import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// Random numbers of other distributions than the uniform one.
final class Noise {
    private Noise() {}

    /// Standard normal numbers (Box and Muller 1958).
    static Tensor normal(Scope scope, String purpose, Shape shape, @Nullable Long seed) {
        Tensor radius =
                scope.uniform(purpose + " radius", shape, seed)
                        .subtractedFrom(1)
                        .log()
                        .times(-2)
                        .sqrt();
        Tensor angle = scope.uniform(purpose + " angle", shape, seed).times(2 * Math.PI);
        return radius.times(angle.cos());
    }

    /// 1 with probability `1 - rate`, else 0.
    static Tensor kept(Scope scope, String purpose, Shape shape, double rate, @Nullable Long seed) {
        return scope.uniform(purpose, shape, seed).greaterOrEqual(rate);
    }

    /// Each number becomes 0 with probability `rate`; the others grow, so that the expected sum stays.
    static Tensor dropout(
            Scope scope, String purpose, Tensor x, Shape shape, double rate, @Nullable Long seed) {
        return x.times(kept(scope, purpose, shape, rate, seed)).dividedBy(1 - rate);
    }
}
