package dev.kiln.losses;

import dev.kiln.graph.Tensor;

/// Probabilities that a logarithm can be taken of.
public final class Probabilities {
    /// The smallest probability that counts; the 32-bit number nearest to 1e-7.
    public static final double SMALLEST = 1e-7f;

    /// The largest one: the 32-bit number nearest to 1 - 1e-7. In 64 bits the loss of a wrong certain answer would
    /// be another one, 16.12 instead of 15.94.
    public static final double LARGEST = (float) (1 - 1e-7);

    private Probabilities() {}

    /// Into [1e-7, 1 - 1e-7]. Nothing is learned outside: the gradient there is 0, on the borders it passes.
    public static Tensor clipped(Tensor probabilities) {
        Tensor raised = atLeast(probabilities, SMALLEST);
        return raised.greater(LARGEST).select(LARGEST, raised);
    }

    /// The larger of the two; at a tie the gradient passes.
    static Tensor atLeast(Tensor x, double lowest) {
        return x.less(lowest).select(lowest, x);
    }

    /// Rescaled to sum 1 along an axis.
    public static Tensor normalised(Tensor probabilities, int axis) {
        return probabilities.dividedBy(probabilities.sumKept(axis));
    }

    /// `-y log(p) - (1 - y) log(1 - p)`, each element by itself.
    ///
    /// @param fromLogits whether `p` is the sigmoid's input instead of a probability
    public static Tensor binaryCrossentropy(Tensor y, Tensor p, boolean fromLogits) {
        if (fromLogits) {
            return p.softplus().minus(y.times(p));
        }
        Tensor clipped = clipped(p);
        Tensor yes = y.times(clipped.log());
        Tensor no = y.subtractedFrom(1).times(clipped.subtractedFrom(1).log());
        return yes.plus(no).negate();
    }

    /// `(1 - p)^gamma`: how much is left of an answer that was given with probability `p`.
    static Tensor discount(Tensor p, double gamma) {
        // The powers 0 and 1 have no derivative of their own at p = 1 that a formula for any power
        // would give.
        if (gamma == 0) {
            return p.graph().constant(1, p.shape());
        }
        return gamma == 1 ? p.subtractedFrom(1) : p.subtractedFrom(1).power(gamma);
    }
}
