package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.output.Bars;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Numbers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;

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

    /// The curve without places that are not taken, and with gaps where values are not.
    Curve where(DoublePredicate place, DoublePredicate value) {
        List<Double> keptX = new ArrayList<>();
        List<Double> keptY = new ArrayList<>();
        for (int i = 0; i < x.size(); i++) {
            if (place.test(x.get(i))) {
                keptX.add(x.get(i));
                keptY.add(value.test(y.get(i)) ? y.get(i) : Double.NaN);
            }
        }
        return new Curve(name, keptX, keptY);
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

    /// How it went, in words: `fell from 0.91 to 0.05`.
    String course() {
        double from = first();
        double to = last();
        if (Double.isNaN(from)) {
            return "has no values";
        }
        if (from == to) {
            return "stayed at " + Numbers.of(to);
        }
        return (to < from ? "fell from " : "rose from ")
                + Numbers.of(from)
                + " to "
                + Numbers.of(to);
    }

    /// The curve on one line of text: its name, its ends, its shape between them.
    String row() {
        return String.format(
                Locale.ROOT,
                "%-12s %s %s %s",
                Markup.clean(name, 20),
                Numbers.of(first()),
                Bars.sparkline(y, 30),
                Numbers.of(last()));
    }

    /// At most so many points, evenly picked, the first and last among them.
    Curve picked(int most) {
        int count = x.size();
        if (count <= most) {
            return this;
        }
        List<Double> fewerX = new ArrayList<>();
        List<Double> fewerY = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            int at = (int) ((long) i * (count - 1) / (most - 1));
            fewerX.add(x.get(at));
            fewerY.add(y.get(at));
        }
        return new Curve(name, fewerX, fewerY);
    }

    /// The lowest and the highest value of each of so many stretches of equally many points, in order: what a narrow chart
    /// can show of a long line.
    ///
    /// @param most points that are kept, from 2
    Curve outlined(int most) {
        int count = x.size();
        if (count <= most) {
            return this;
        }
        List<Double> fewerX = new ArrayList<>();
        List<Double> fewerY = new ArrayList<>();
        int stretches = most / 2;
        for (int stretch = 0; stretch < stretches; stretch++) {
            int from = (int) ((long) stretch * count / stretches);
            int to = (int) ((long) (stretch + 1) * count / stretches);
            int low = -1;
            int high = -1;
            for (int i = from; i < to; i++) {
                double value = y.get(i);
                if (!Double.isNaN(value)) {
                    low = low < 0 || value < y.get(low) ? i : low;
                    high = high < 0 || value >= y.get(high) ? i : high;
                }
            }
            for (int i : new int[] {Math.min(low, high), Math.max(low, high)}) {
                fewerX.add(x.get(i < 0 ? from : i));
                fewerY.add(i < 0 ? Double.NaN : y.get(i));
            }
        }
        return new Curve(name, fewerX, fewerY);
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
