package dev.kiln.runtime;

/// Float32 functions made of additions, products, quotients and bit patterns only, so that they give the same bits
/// interpreted, compiled and on every machine.
///
/// The coefficients are least-maximum fits of the relative error (Lawson's reweighting), made for this file.
final class Approximations {
    private static final float LOG2_E = 1.442695f;

    /// ln 2 in two parts; products of the first with whole numbers are exact.
    private static final float LN2_HIGH = 0.693359375f;

    private static final float LN2_LOW = -2.1219444e-4f;

    /// Adding and taking away 1.5 * 2^23 rounds to a whole number.
    private static final float ROUNDER = 12582912f;

    private static final float TANH_OF_HALF = 0.46211714f;

    private Approximations() {}

    /// `2^k` comes as the product of two powers, so that results below the normal range are rounded once and those
    /// above the range become infinite.
    static void exp(float[] x, float[] to, int n, Work work) {
        float[] polynomial = work.polynomial;
        int[] exponents = work.exponents;
        int[] bits = work.bits;
        for (int i = 0; i < n; i++) {
            float t = Math.max(Math.min(x[i], 89f), -105f);
            float k = (t * LOG2_E + ROUNDER) - ROUNDER;
            float r = (t - k * LN2_HIGH) - k * LN2_LOW;
            float q = 0.0013814544f * r + 0.00836878f;
            q = q * r + 0.041668393f;
            q = q * r + 0.1666652f;
            q = q * r + 0.49999994f;
            polynomial[i] = q * (r * r) + r + 1f;
            exponents[i] = (int) k;
        }
        for (int i = 0; i < n; i++) {
            bits[i] = ((exponents[i] >> 1) + 127) << 23;
        }
        work.toFirst(n);
        for (int i = 0; i < n; i++) {
            int k = exponents[i];
            bits[i] = (k - (k >> 1) + 127) << 23;
        }
        work.toSecond(n);
        float[] first = work.first;
        float[] second = work.second;
        for (int i = 0; i < n; i++) {
            to[i] = polynomial[i] * first[i] * second[i];
        }
    }

    /// As the tile loop above, for one number.
    static float exp(float x) {
        float t = Math.max(Math.min(x, 89f), -105f);
        float k = (t * LOG2_E + ROUNDER) - ROUNDER;
        float r = (t - k * LN2_HIGH) - k * LN2_LOW;
        float q = 0.0013814544f * r + 0.00836878f;
        q = q * r + 0.041668393f;
        q = q * r + 0.1666652f;
        q = q * r + 0.49999994f;
        int whole = (int) k;
        return (q * (r * r) + r + 1f)
                * Float.intBitsToFloat(((whole >> 1) + 127) << 23)
                * Float.intBitsToFloat((whole - (whole >> 1) + 127) << 23);
    }

    static float log(float x) {
        if (!(x > 0)) {
            return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
        }
        if (x == Float.POSITIVE_INFINITY) {
            return x;
        }
        boolean small = x < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(small ? x * 0x1p23f : x);
        int exponent = (bits >>> 23) - (small ? 126 + 23 : 126);
        float m = Float.intBitsToFloat((bits & 0x7FFFFF) | 0x3F000000);
        boolean below = m < 0.70710677f;
        float e = below ? exponent - 1 : exponent;
        float f = below ? m + m - 1 : m - 1;
        float z = f * f;
        float q = 0.067469776f * f - 0.116760515f;
        q = q * f + 0.118882105f;
        q = q * f - 0.1240551f;
        q = q * f + 0.14219534f;
        q = q * f - 0.16668001f;
        q = q * f + 0.20002119f;
        q = q * f - 0.25000009f;
        q = q * f + 0.33333313f;
        float y = q * f * z + e * LN2_LOW - 0.5f * z;
        return (f + y) + e * LN2_HIGH;
    }

    /// Exact near 0: the error that rounding `1 + x` makes cancels in the quotient (Kahan).
    static float log1p(float x) {
        float u = 1f + x;
        if (u == 1f) {
            return x;
        }
        return u == Float.POSITIVE_INFINITY ? u : log(u) * (x / (u - 1f));
    }

    /// Exact near 0 for the same reason.
    static float expm1(float x) {
        float u = exp(x);
        if (u == 1f) {
            return x;
        }
        float less = u - 1f;
        return less == -1f || u == Float.POSITIVE_INFINITY ? less : less * (x / log(u));
    }

    /// Up to 0.5 a polynomial, farther out `1 - 2 exp(-2 |x|) / (1 + exp(-2 |x|))`, whose error shrinks with what is left
    /// to 1: the derivative `1 - tanh^2` lives from that rest. Both give the same number at 0.5, so that their sum over
    /// clamped arguments needs no branch.
    static void tanh(float[] x, float[] to, int n, Work work) {
        float[] near = work.near;
        float[] exponent = work.polynomial;
        for (int i = 0; i < n; i++) {
            near[i] = Math.max(Math.min(x[i], 0.5f), -0.5f);
            exponent[i] = -2f * Math.max(Math.abs(x[i]), 0.5f);
        }
        exp(exponent, to, n, work);
        for (int i = 0; i < n; i++) {
            float t = near[i];
            float u = t * t;
            float p = -0.006955042f * u + 0.021470683f;
            p = p * u - 0.053933468f;
            p = p * u + 0.13333225f;
            p = p * u - 0.3333333f;
            float beyond = (1f - 2f * to[i] / (1f + to[i])) - TANH_OF_HALF;
            to[i] = t * (1f + u * p) + beyond * (t + t);
        }
    }

    static void erf(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            float t = Math.max(Math.min(x[i], 4f), -4f);
            float u = t * t;
            float p = -1.3088279e-8f * u + 4.661131e-6f;
            p = p * u + 0.00037884337f;
            p = p * u + 0.0038521728f;
            p = p * u + 0.054313388f;
            p = p * u + 0.18532771f;
            p = p * u + 1.1283792f;
            float q = 6.2887993e-5f * u + 0.0013070755f;
            q = q * u + 0.015464412f;
            q = q * u + 0.113992155f;
            q = q * u + 0.4975758f;
            q = q * u + 1f;
            to[i] = Math.max(Math.min(t * (p / q), 1f), -1f);
        }
    }

    static void sigmoid(float[] x, float[] to, int n, Work work) {
        float[] negated = work.polynomial;
        for (int i = 0; i < n; i++) {
            negated[i] = -x[i];
        }
        exp(negated, to, n, work);
        for (int i = 0; i < n; i++) {
            to[i] = 1f / (1f + to[i]);
        }
    }
}
