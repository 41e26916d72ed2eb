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

    /// The logarithms of numbers of the gamma distribution with scale 1 (Marsaglia and Tsang 2000).
    ///
    /// Of eight tries, each taken with more than 95%, the first that is taken counts; that none is taken
    /// happens once in 10^11 numbers, which then are those of the last try.
    ///
    /// @param alpha the distribution's shape, above 0; one for each number
    static Tensor logGamma(Scope scope, String purpose, Tensor alpha, @Nullable Long seed) {
        Tensor d = alpha.plus(1 - 1.0 / 3);
        Tensor c = d.times(9).reciprocalSqrt();
        Tensor taken = d;
        for (int attempt = GAMMA_ATTEMPTS - 1; attempt >= 0; attempt--) {
            String which = purpose + " " + attempt;
            Tensor x = normal(scope, which, alpha.shape(), seed);
            Tensor root = x.times(c).plus(1);
            Tensor v = root.square().times(root);
            Tensor isPositive = v.greater(0);
            Tensor logV = isPositive.select(v, 1).log();
            Tensor limit = x.square().times(0.5).plus(d.times(v.subtractedFrom(1).plus(logV)));
            Tensor u = scope.uniform(which + " taken", alpha.shape(), seed).subtractedFrom(1);
            Tensor isTaken = isPositive.times(u.log().less(limit));
            taken =
                    attempt == GAMMA_ATTEMPTS - 1
                            ? d.times(isPositive.select(v, 1))
                            : isTaken.select(d.times(v), taken);
        }
        // A number of shape a is one of shape a + 1 times u^(1 / a).
        Tensor u = scope.uniform(purpose + " power", alpha.shape(), seed).subtractedFrom(1);
        return taken.log().plus(u.log().dividedBy(alpha));
    }

    private static final int GAMMA_ATTEMPTS = 8;

    /// Numbers of the distribution Beta(alpha, alpha), from 0 to 1.
    static Tensor beta(Scope scope, String purpose, Tensor alpha, @Nullable Long seed) {
        Tensor one = logGamma(scope, purpose + " one", alpha, seed);
        Tensor other = logGamma(scope, purpose + " other", alpha, seed);
        return one.minus(other).sigmoid();
    }

    /// 0 to count - 1 in a random order, `[count]`.
    static Tensor order(Scope scope, String purpose, int count, @Nullable Long seed) {
        Tensor drawn = scope.uniform(purpose, Shape.of(count), seed);
        Shape square = Shape.of(count, count);
        Tensor mine = drawn.expand(1).broadcast(square);
        Tensor its = drawn.expand(0).broadcast(square);
        Tensor isEarlier = scope.graph().iota(square, 1).less(scope.graph().iota(square, 0));
        return its.less(mine).plus(its.equalTo(mine).times(isEarlier)).sum(1);
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
