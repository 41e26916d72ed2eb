package dev.kiln.runtime;

import static dev.kiln.runtime.Native.EVERYWHERE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.kiln.graph.CounterRandom;
import dev.kiln.graph.Op;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Loops over tiles: plain arrays on the heap, each access at one index, which the compiler turns into vector
/// instructions.
final class Tile {
    /// Floats in a tile.
    static final int SIZE = 2048;
    /// Sums run in this many lanes, element `i` in lane `i % LANES`, which are then added up in pairs.
    private static final int LANES = 16;

    private Tile() {}

    // ---- between tiles and memory

    static void load(long from, float[] to, int at, int length) {
        MemorySegment.copy(EVERYWHERE, JAVA_FLOAT, from, to, at, length);
    }

    static void load(long from, int step, float[] to, int at, int length) {
        long bytes = (long) step * Float.BYTES;
        for (int i = 0; i < length; i++) {
            to[at + i] = EVERYWHERE.get(JAVA_FLOAT, from + i * bytes);
        }
    }

    static void fill(float[] to, float value, int length) {
        Arrays.fill(to, 0, length, value);
    }

    static void fill(float[] to, int at, float value, int length) {
        Arrays.fill(to, at, at + length, value);
    }

    static void store(float[] from, int at, long to, int length) {
        MemorySegment.copy(from, at, EVERYWHERE, JAVA_FLOAT, to, length);
    }

    static void store(float[] from, int at, long to, int step, int length) {
        if (step == 1) {
            store(from, at, to, length);
            return;
        }
        long bytes = (long) step * Float.BYTES;
        for (int i = 0; i < length; i++) {
            EVERYWHERE.set(JAVA_FLOAT, to + i * bytes, from[at + i]);
        }
    }

    static void add(float[] from, int at, long to, int step, int length) {
        long bytes = (long) step * Float.BYTES;
        for (int i = 0; i < length; i++) {
            EVERYWHERE.set(JAVA_FLOAT, to + i * bytes, EVERYWHERE.get(JAVA_FLOAT, to + i * bytes) + from[at + i]);
        }
    }

    static void max(float[] from, int at, long to, int step, int length) {
        long bytes = (long) step * Float.BYTES;
        for (int i = 0; i < length; i++) {
            float largest = Math.max(EVERYWHERE.get(JAVA_FLOAT, to + i * bytes), from[at + i]);
            EVERYWHERE.set(JAVA_FLOAT, to + i * bytes, largest);
        }
    }

    // ---- reductions

    static float sum(float[] from, int at, int length) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < length; i++) {
            lanes[i % LANES] += from[at + i];
        }
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }

    static float max(float[] from, int at, int length) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + length; i++) {
            largest = Math.max(largest, from[i]);
        }
        return largest;
    }

    // ---- steps

    static void uniform(CounterRandom random, long start, float[] to, int length) {
        for (int i = 0; i < length; i++) {
            to[i] = random.uniform(start + i);
        }
    }

    static void apply(Op.Elementwise op, float[] x, float[] y, float[] z, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = number(op, x[i], y[i], z[i]);
        }
    }

    private static float number(Op.Elementwise op, float x, float y, float z) {
        return switch (op) {
            case Op.Negate _ -> -x;
            case Op.Abs _ -> Math.abs(x);
            case Op.Sign _ -> Math.signum(x);
            case Op.Floor _ -> (float) Math.floor(x);
            case Op.Round _ -> (float) Math.rint(x);
            case Op.Exp _ -> (float) StrictMath.exp(x);
            case Op.Expm1 _ -> (float) StrictMath.expm1(x);
            case Op.Log _ -> (float) StrictMath.log(x);
            case Op.Log1p _ -> (float) StrictMath.log1p(x);
            case Op.Sqrt _ -> (float) Math.sqrt(x);
            case Op.Sin _ -> (float) StrictMath.sin(x);
            case Op.Cos _ -> (float) StrictMath.cos(x);
            case Op.Tanh _ -> (float) StrictMath.tanh(x);
            case Op.Sigmoid _ -> (float) (1 / (1 + StrictMath.exp(-x)));
            case Op.Erf _ -> (float) erf(x);
            case Op.Add _ -> x + y;
            case Op.Subtract _ -> x - y;
            case Op.Multiply _ -> x * y;
            case Op.Divide _ -> x / y;
            case Op.Maximum _ -> Math.max(x, y);
            case Op.Minimum _ -> Math.min(x, y);
            case Op.Power _ -> (float) StrictMath.pow(x, y);
            case Op.Less _ -> x < y ? 1 : 0;
            case Op.LessOrEqual _ -> x <= y ? 1 : 0;
            case Op.Equal _ -> x == y ? 1 : 0;
            case Op.Select _ -> x != 0 ? y : z;
        };
    }

    /// Series near 0, continued fraction beyond (Abramowitz & Stegun 7.1.5 and 7.1.14).
    private static double erf(double x) {
        double a = Math.abs(x);
        if (!(a < 6)) {
            return Double.isNaN(x) ? x : Math.signum(x);
        }
        if (a < 2.5) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-12 * Math.abs(sum); n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = 0;
        for (int n = 60; n >= 1; n--) {
            fraction = n / 2.0 / (a + fraction);
        }
        return Math.signum(x) * (1 - StrictMath.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction));
    }
}
