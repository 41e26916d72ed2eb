package dev.kiln.runtime;

/// Comparisons and choices on tiles without a branch: on data in no order the processor guesses half of the branches
/// wrong, and a loop with a branch does not become vectors.
///
/// A sign is found by stretching a difference until it is beyond 1 and cutting it off there; `(int) NaN` is 0. With
/// gradual underflow a difference is 0 only where both sides are equal; equal infinities differ by NaN.
final class Comparison {
    /// Twice this power takes the smallest positive float beyond 1.
    private static final float STRETCH = 0x1p127f;

    private Comparison() {}

    /// -1, 0 or 1; 0 for NaN.
    private static int sign(float difference) {
        return (int) Math.max(Math.min(difference * STRETCH * STRETCH, 1f), -1f);
    }

    /// 0 for NaN, else 1.
    private static int isNumber(float x) {
        return (int) Math.max(Math.min(x, 1f), 1f);
    }

    static void less(float[] x, float[] y, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = (sign(y[i] - x[i]) + 1) >> 1;
        }
    }

    /// Where the sign is 0, both are equal or one is NaN; the sum of two equal infinities is no NaN.
    static void lessOrEqual(float[] x, float[] y, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            int sign = sign(y[i] - x[i]);
            to[i] = ((sign + 1) >> 1) | (isNumber(x[i] + y[i]) & ~sign);
        }
    }

    static void equal(float[] x, float[] y, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = isNumber(x[i] + y[i]) & ~sign(y[i] - x[i]);
        }
    }

    /// NaN is not 0: it chooses `y`.
    static void select(float[] condition, float[] y, float[] z, float[] to, int n, Work work) {
        int[] masks = work.exponents;
        int[] chosen = work.bits;
        int[] other = work.otherBits;
        Work.copyBits(y, chosen, n);
        Work.copyBits(z, other, n);
        for (int i = 0; i < n; i++) {
            masks[i] = -((sign(condition[i]) & 1) | (isNumber(condition[i]) ^ 1));
        }
        for (int i = 0; i < n; i++) {
            chosen[i] = (chosen[i] & masks[i]) | (other[i] & ~masks[i]);
        }
        Work.copyBits(chosen, to, n);
    }
}
