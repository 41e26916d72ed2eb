package dev.kiln.magics.drawing.chart;

import java.util.Collection;
import java.util.function.Function;

import dev.kiln.magics.output.Numbers;
import java.util.Locale;

/// What an axis covers.
///
/// @param min below `max`; above 0 on a logarithmic axis
/// @param max above `min`
/// @param log whether equal steps on the axis are equal factors
record Range(double min, double max, boolean log) {
    /// Ranges over this factor are drawn with a logarithmic axis.
    static final double LOG_FACTOR = 100;

    /// All finite values with 5 % of room on both sides.
    static Range of(Collection<Double> values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
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
        if (high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high)) || high == low) {
            double room = low == 0 ? 1 : Math.abs(low) * 0.1;
            return new Range(low - room, high + room, false);
        }
        double room = (high - low) * 0.05;
        return new Range(low - room, high + room, false);
    }

    /// The values of a logarithmic axis, with a little room.
    ///
    /// @param values all above 0, or not finite
    static Range logarithmic(Collection<Double> values) {
        Range logs = of(values.stream().map(Math::log10).toList());
        return new Range(Math.pow(10, logs.min), Math.pow(10, logs.max), true);
    }

    /// Whether the values are all above 0 and spread over more than [#LOG_FACTOR].
    static boolean spreadsWide(Collection<Double> values) {
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return low > 0 && high > LOG_FACTOR * low && Double.isFinite(low);
    }

    /// This range, no wider than the other.
    Range within(double lowest, double highest) {
        double low = Math.max(min, lowest);
        double high = Math.min(max, highest);
        return low < high ? new Range(low, high, log) : this;
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
