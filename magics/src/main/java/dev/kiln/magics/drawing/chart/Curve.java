package dev.kiln.magics.drawing.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Named points, in drawing order. Not-a-number is a gap.
///
/// @param name what the line is called in the chart; may be anything a user wrote
/// @param x    as many as `y`
/// @param y    as many as `x`
public record Curve(String name, List<Double> x, List<Double> y) {
    public Curve {
        x = List.copyOf(x);
        y = List.copyOf(y);
        if (x.size() != y.size()) {
            throw new IllegalArgumentException(
                    "curve " + name + " has " + x.size() + " places and " + y.size() + " values");
        }
    }

    /// One value for each epoch, from epoch 1.
    public static Curve epochs(String name, double... values) {
        List<Double> x = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            x.add(i + 1.0);
        }
        return new Curve(name, x, boxed(values));
    }

    public static Curve of(String name, double[] x, double[] y) {
        return new Curve(name, boxed(x), boxed(y));
    }

    /// The curve as an exponential moving average: each value is `smoothing` times the one before
    /// plus the rest of the new one. Gaps are passed over.
    ///
    /// @param smoothing 0 (as it is) to below 1
    public Curve smoothed(double smoothing) {
        if (smoothing <= 0) {
            return this;
        }
        List<Double> means = new ArrayList<>();
        double mean = Double.NaN;
        for (double value : y) {
            if (Double.isFinite(value)) {
                mean = Double.isNaN(mean) ? value : smoothing * mean + (1 - smoothing) * value;
            }
            means.add(Double.isFinite(value) ? mean : Double.NaN);
        }
        return new Curve(name, x, means);
    }

    boolean isEmpty() {
        return y.stream().noneMatch(Double::isFinite);
    }

    /// The first finite value.
    double first() {
        return y.stream().filter(Double::isFinite).findFirst().orElse(Double.NaN);
    }

    /// The last finite value.
    double last() {
        return y.reversed().stream().filter(Double::isFinite).findFirst().orElse(Double.NaN);
    }

    double lastX() {
        for (int i = x.size() - 1; i >= 0; i--) {
            if (Double.isFinite(y.get(i))) {
                return x.get(i);
            }
        }
        return Double.NaN;
    }

    double[] xs() {
        return x.stream().mapToDouble(Double::doubleValue).toArray();
    }

    double[] ys() {
        return y.stream().mapToDouble(Double::doubleValue).toArray();
    }

    static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
