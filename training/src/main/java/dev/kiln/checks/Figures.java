package dev.kiln.checks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Numbers as people write them: `12,000`, `0.09`, `94,210`.
final class Figures {
    private Figures() {}

    /// What some numbers are that are not finite.
    static String notFinite(int count, int infinite) {
        return infinite == count ? "infinite" : "NaN";
    }

    static String of(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return String.format(Locale.ROOT, "%,d", (long) number);
        }
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return String.valueOf(number);
        }
        var rounded =
                new BigDecimal(number).round(new MathContext(Math.abs(number) >= 1000 ? 5 : 3));
        return Math.abs(number) < 1e-4 || Math.abs(number) >= 1e15
                ? rounded.toString().replace("E", "e").replace("+", "")
                : String.format(
                        Locale.ROOT,
                        "%,." + Math.max(rounded.stripTrailingZeros().scale(), 0) + "f",
                        rounded);
    }
}
