package dev.kiln.runtime;

import dev.kiln.graph.Op;

/// Elementwise ops on tiles: one plain loop each, every access at one index, which the compiler turns into vector
/// instructions.
final class Arithmetic {
    private Arithmetic() {}

    /// A number for each op, so that a step is found by a jump.
    static int code(Op.Elementwise op) {
        return switch (op) {
            case Op.Negate _ -> 0;
            case Op.Abs _ -> 1;
            case Op.Sign _ -> 2;
            case Op.Floor _ -> 3;
            case Op.Round _ -> 4;
            case Op.Exp _ -> 5;
            case Op.Expm1 _ -> 6;
            case Op.Log _ -> 7;
            case Op.Log1p _ -> 8;
            case Op.Sqrt _ -> 9;
            case Op.Sin _ -> 10;
            case Op.Cos _ -> 11;
            case Op.Tanh _ -> 12;
            case Op.Sigmoid _ -> 13;
            case Op.Erf _ -> 14;
            case Op.Add _ -> 15;
            case Op.Subtract _ -> 16;
            case Op.Multiply _ -> 17;
            case Op.Divide _ -> 18;
            case Op.Maximum _ -> 19;
            case Op.Minimum _ -> 20;
            case Op.Power _ -> 21;
            case Op.Less _ -> 22;
            case Op.LessOrEqual _ -> 23;
            case Op.Equal _ -> 24;
            case Op.Select _ -> 25;
        };
    }

    static void apply(int code, float[] x, float[] y, float[] z, float[] to, int n, Work work) {
        switch (code) {
            case 0 -> negate(x, to, n);
            case 1 -> abs(x, to, n);
            case 2 -> sign(x, to, n);
            case 3 -> floor(x, to, n);
            case 4 -> round(x, to, n);
            case 5 -> Approximations.exp(x, to, n, work);
            case 6 -> expm1(x, to, n);
            case 7 -> log(x, to, n);
            case 8 -> log1p(x, to, n);
            case 9 -> sqrt(x, to, n);
            case 10 -> sin(x, to, n);
            case 11 -> cos(x, to, n);
            case 12 -> Approximations.tanh(x, to, n, work);
            case 13 -> Approximations.sigmoid(x, to, n, work);
            case 14 -> Approximations.erf(x, to, n);
            case 15 -> add(x, y, to, n);
            case 16 -> subtract(x, y, to, n);
            case 17 -> multiply(x, y, to, n);
            case 18 -> divide(x, y, to, n);
            case 19 -> maximum(x, y, to, n);
            case 20 -> minimum(x, y, to, n);
            case 21 -> power(x, y, to, n);
            case 22 -> Comparison.less(x, y, to, n);
            case 23 -> Comparison.lessOrEqual(x, y, to, n);
            case 24 -> Comparison.equal(x, y, to, n);
            case 25 -> Comparison.select(x, y, z, to, n, work);
            default -> throw new IllegalArgumentException("no op has the number " + code);
        }
    }

    private static void negate(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = -x[i];
        }
    }

    private static void abs(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = Math.abs(x[i]);
        }
    }

    private static void sign(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = Math.signum(x[i]);
        }
    }

    private static void floor(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = (float) Math.floor(x[i]);
        }
    }

    private static void round(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = (float) Math.rint(x[i]);
        }
    }

    private static void expm1(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = Approximations.expm1(x[i]);
        }
    }

    private static void log(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = Approximations.log(x[i]);
        }
    }

    private static void log1p(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = Approximations.log1p(x[i]);
        }
    }

    private static void sqrt(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = (float) Math.sqrt(x[i]);
        }
    }

    private static void sin(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = (float) StrictMath.sin(x[i]);
        }
    }

    private static void cos(float[] x, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = (float) StrictMath.cos(x[i]);
        }
    }

    private static void add(float[] x, float[] y, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = x[i] + y[i];
        }
    }

    private static void subtract(float[] x, float[] y, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = x[i] - y[i];
        }
    }

    private static void multiply(float[] x, float[] y, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = x[i] * y[i];
        }
    }

    private static void divide(float[] x, float[] y, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = x[i] / y[i];
        }
    }

    private static void maximum(float[] x, float[] y, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = Math.max(x[i], y[i]);
        }
    }

    private static void minimum(float[] x, float[] y, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = Math.min(x[i], y[i]);
        }
    }

    private static void power(float[] x, float[] y, float[] to, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = (float) StrictMath.pow(x[i], y[i]);
        }
    }
}
