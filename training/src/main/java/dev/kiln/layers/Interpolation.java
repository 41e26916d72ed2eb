package dev.kiln.layers;

import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

/// How the pixels of an image of another size come from those of the old one. Pixels are squares: the
/// middle of the first is at half a pixel.
public enum Interpolation {
    /// The old pixel in which the middle of the new one lies.
    NEAREST(0),
    /// A weighted mean of the two neighbours along each axis.
    BILINEAR(1),
    /// Four neighbours along each axis (Keys 1981, a = -0.5).
    BICUBIC(2),
    /// Six neighbours along each axis.
    LANCZOS3(3),
    /// Ten neighbours along each axis.
    LANCZOS5(5);

    private final int reach;

    Interpolation(int reach) {
        this.reach = reach;
    }

    /// @param x         `[batch, rows, columns, channels]`
    /// @param antialias whether pixels reach farther where the image becomes smaller
    Tensor resize(Tensor x, int rows, int columns, boolean antialias) {
        Tensor byRows = along(x.transpose(0, 3, 2, 1), rows, antialias);
        return along(byRows.transpose(0, 1, 3, 2), columns, antialias).transpose(0, 2, 3, 1);
    }

    /// Along the last axis.
    private Tensor along(Tensor x, int size, boolean antialias) {
        int before = x.shape().last();
        return before == size
                ? x
                : x.matMul(
                        x.graph()
                                .literal(weights(before, size, antialias), Shape.of(before, size)));
    }

    /// How much each old pixel of a line counts in each new one.
    ///
    /// @param before pixels of the old line
    /// @param after  pixels of the new one
    /// @return `[before, after]`, row-major
    public float[] weights(int before, int after, boolean antialias) {
        var weights = new float[before * after];
        double step = (double) before / after;
        double stretch = antialias ? Math.max(step, 1) : 1;
        for (int to = 0; to < after; to++) {
            double exact = (to + 0.5) * step - 0.5;
            // Keras' own backend looks bicubic weights up in a table of 1,024 places a pixel.
            double middle =
                    this == BICUBIC && !antialias
                            ? Math.floor(exact)
                                    + Math.rint((exact - Math.floor(exact)) * 1024) / 1024
                            : exact;
            if (this == NEAREST) {
                weights[Math.min((int) Math.floor((to + 0.5) * step), before - 1) * after + to] = 1;
                continue;
            }
            double sum = 0;
            for (int from = 0; from < before; from++) {
                sum += weight((from - middle) / stretch);
            }
            for (int from = 0; from < before; from++) {
                weights[from * after + to] = (float) (weight((from - middle) / stretch) / sum);
            }
        }
        return weights;
    }

    /// How far a pixel reaches along a line, in pixels.
    public int reach() {
        return reach;
    }

    private double weight(double distance) {
        double x = Math.abs(distance);
        return switch (this) {
            case NEAREST -> x < 0.5 ? 1 : 0;
            case BILINEAR -> Math.max(1 - x, 0);
            case BICUBIC ->
                    x <= 1
                            ? (1.5 * x - 2.5) * x * x + 1
                            : x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
            case LANCZOS3, LANCZOS5 -> x >= reach ? 0 : sinc(x) * sinc(x / reach);
        };
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }
}
