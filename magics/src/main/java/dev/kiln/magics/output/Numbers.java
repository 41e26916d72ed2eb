package dev.kiln.magics.output;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/// Numbers as Kiln writes them: four significant digits, a comma between thousands, the same in
/// every country.
public final class Numbers {
    /// Significant digits that are shown.
    public static final int DIGITS = 4;

    private Numbers() {}

    /// A number on its own: `0.0702`, `12.35`, `1,234`, `0.00001`, `3.2e-9`, `1.234e12`.
    public static String of(double value) {
        if (!Double.isFinite(value)) {
            return unbounded(value);
        }
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size < 1e-4 || size >= 1e9) {
            return scientific(value);
        }
        int decimals = Math.max(0, DIGITS - 1 - exponent(size));
        return trimmed(fixed(value, decimals));
    }

    /// A score such as a loss or an accuracy, with four decimals so that epochs line up: `0.0702`,
    /// `12.35`, `1,234`. Small ones are written with an exponent.
    public static String score(double value) {
        if (!Double.isFinite(value)) {
            return unbounded(value);
        }
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-4 || size >= 1e9)) {
            return scientific(value);
        }
        return fixed(value, size < 10 ? 4 : Math.max(0, DIGITS - 1 - exponent(size)));
    }

    /// A whole number: `101,770`.
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// A share between 0 and 1 as `97.9 %`.
    public static String percent(double share) {
        return Double.isFinite(share)
                ? String.format(Locale.ROOT, "%.1f %%", share * 100)
                : unbounded(share);
    }

    /// All numbers of a column in one format: as many decimals as the one that needs most, at most so
    /// many that the middle one has four significant digits. Not-a-number counts as missing and gives
    /// an empty string.
    public static List<String> column(List<Double> values) {
        List<Double> sizes =
                values.stream()
                        .filter(Double::isFinite)
                        .map(Math::abs)
                        .filter(size -> size > 0)
                        .sorted()
                        .toList();
        double largest = sizes.isEmpty() ? 0 : sizes.getLast();
        double middle = sizes.isEmpty() ? 0 : sizes.get(sizes.size() / 2);
        boolean whole = sizes.stream().allMatch(size -> size == Math.rint(size));
        boolean exponents = largest >= 1e15 || !whole && (largest >= 1e9 || middle < 1e-4);
        int decimals = whole || exponents ? 0 : Math.max(0, DIGITS - 1 - exponent(middle));
        int needed = needed(values, decimals);
        return values.stream()
                .map(
                        value -> {
                            if (!Double.isFinite(value)) {
                                return Double.isNaN(value) ? "" : unbounded(value);
                            }
                            return exponents && value != 0
                                    ? scientific(value)
                                    : fixed(value, needed);
                        })
                .toList();
    }

    private static int needed(List<Double> values, int most) {
        int needed = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                int scale =
                        new BigDecimal(value)
                                .setScale(most, RoundingMode.HALF_EVEN)
                                .stripTrailingZeros()
                                .scale();
                needed = Math.max(needed, scale);
            }
        }
        return needed;
    }

    private static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return text.startsWith("-") && text.chars().noneMatch(digit -> digit >= '1' && digit <= '9')
                ? text.substring(1)
                : text;
    }

    private static String trimmed(String text) {
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }

    private static String scientific(double value) {
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        String digits = rounded.scaleByPowerOfTen(-exponent).toPlainString();
        return digits + "e" + exponent;
    }

    private static int exponent(double size) {
        return (int) Math.floor(Math.log10(size) + 1e-12);
    }

    private static String unbounded(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
    }
}
