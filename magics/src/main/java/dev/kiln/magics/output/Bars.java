package dev.kiln.magics.output;

import java.util.List;

/// Bars and curves made of characters, for plain text.
public final class Bars {
    private static final String STEPS = "▁▂▃▄▅▆▇█";

    private Bars() {}

    /// A progress bar: `[####----]`.
    ///
    /// @param share done, 0 to 1; values outside are taken as the nearer end
    /// @param width characters between the brackets
    public static String progress(double share, int width) {
        int done = filled(share, width);
        return "[" + "#".repeat(done) + "-".repeat(width - done) + "]";
    }

    /// A bar without an end: `####`. Any share above 0 shows at least one character.
    public static String bar(double share, int width) {
        int done = filled(share, width);
        return "#".repeat(share > 0 ? Math.max(1, done) : done);
    }

    /// A small curve: `▇▅▃▂▁`. Longer series are averaged down to the width, missing values are
    /// blanks.
    ///
    /// @param width the most characters, from 1
    public static String sparkline(List<Double> values, int width) {
        int columns = Math.min(width, values.size());
        double[] means = new double[columns];
        for (int i = 0; i < columns; i++) {
            int from = (int) ((long) i * values.size() / columns);
            int to = (int) ((long) (i + 1) * values.size() / columns);
            means[i] =
                    values.subList(from, to).stream()
                            .mapToDouble(Double::doubleValue)
                            .filter(Double::isFinite)
                            .average()
                            .orElse(Double.NaN);
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double mean : means) {
            low = mean < low ? mean : low;
            high = mean > high ? mean : high;
        }
        StringBuilder curve = new StringBuilder();
        for (double mean : means) {
            // The full block is left out: next to the others it looks like a wall.
            int most = STEPS.length() - 2;
            int step = high > low ? (int) Math.round((mean - low) / (high - low) * most) : most / 2;
            curve.append(Double.isNaN(mean) ? ' ' : STEPS.charAt(step));
        }
        return curve.toString();
    }

    private static int filled(double share, int width) {
        return Double.isNaN(share) ? 0 : (int) Math.round(Math.clamp(share, 0, 1) * width);
    }
}
