package dev.kiln.magics.drawing.chart;

import dev.kiln.magics.output.Numbers;

import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;

/// What an axis covers.
///
/// @param min below `max`; above 0 on a logarithmic axis
/// @param max above `min`
/// @param log whether equal steps on the axis are equal factors
record Range(double min, double max, boolean log) {
    /// Ranges over this factor are drawn with a logarithmic axis.
    static final double LOG_FACTOR = 100;

    /// Larger numbers are not drawn: XChart's search for ticks does not come to an end with them.
    private static final double LARGEST = 1e12;

    /// Nothing smaller is told apart, for the same reason.
    private static final double SMALLEST_SPAN = 1e-7;

    private static final double SMALLEST_ON_LOG = 1e-12;

    /// Whether a value can be drawn on a linear axis.
    static boolean isDrawable(double value) {
        return Math.abs(value) <= LARGEST;
    }

    private static boolean isDrawableOnLog(double value) {
        return value >= SMALLEST_ON_LOG && value <= LARGEST;
    }

    /// Whether a value can be drawn on this axis.
    boolean takes(double value) {
        return log ? isDrawableOnLog(value) : isDrawable(value);
    }

    /// All values that can be drawn, with 5 % of room on both sides.
    static Range of(Collection<Double> values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (isDrawable(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return new Range(0, 1, false);
        }
        return roomy(low, high);
    }

    private static Range roomy(double low, double high) {
        // A flat line lies in the middle; so does one whose ups and downs are only rounding.
        double size = Math.max(Math.abs(low), Math.abs(high));
        if (high - low <= Math.max(SMALLEST_SPAN, 1e-6 * size)) {
            double room = size < 1e-5 ? 1 : size * 0.1;
            return new Range(low - room, high + room, false);
        }
        double room = (high - low) * 0.05;
        return new Range(low - room, high + room, false);
    }

    /// The values of a logarithmic axis, with a little room.
    ///
    /// @param values those that a logarithmic axis can show count, at least one of them
    static Range logarithmic(Collection<Double> values) {
        Range logs = of(values.stream().filter(Range::isDrawableOnLog).map(Math::log10).toList());
        return new Range(Math.pow(10, logs.min), Math.pow(10, logs.max), true);
    }

    /// Whether the values are all above 0 and spread over more than [#LOG_FACTOR].
    static boolean spreadsWide(Collection<Double> values) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (double value : values) {
            if (isDrawable(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return low >= SMALLEST_ON_LOG && high > LOG_FACTOR * low && Double.isFinite(low);
    }

    /// This range, no wider than the other, but for room at its ends in which a line there is seen whole.
    Range within(double lowest, double highest) {
        double low = Math.max(min, lowest);
        double high = Math.min(max, highest);
        double room = 0.05 * (high - low);
        return low < high
                ? new Range(Math.max(min, lowest - room), Math.min(max, highest + room), log)
                : this;
    }

    /// How values at the ticks are written: with as many decimals as neighbouring ticks differ in.
    Function<Double, String> labels() {
        double span = max - min;
        double size = Math.max(Math.abs(min), Math.abs(max));
        if (log || size >= 1e6 || size < 1e-3) {
            return Numbers::of;
        }
        int decimals = (int) Math.clamp(Math.ceil(-Math.log10(span / 6) - 1e-9), 0, 9);
        return value -> {
            String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
            return text.matches("-0[.0]*") ? text.substring(1) : text;
        };
    }
}
