package dev.kiln.data.files;

/// Numbers as people write them in tables.
final class NumberText {
    /// Powers of ten that a double holds exactly.
    private static final double[] POWERS = new double[23];

    /// Whole numbers below this are held exactly by a double.
    private static final long EXACT = 1L << 53;

    static {
        double power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private NumberText() {}

    /// What [#parse] gives for a text that is no number. Its bits differ from those of every NaN that parsing gives.
    static final double NONE = Double.longBitsToDouble(0x7ff8000000000badL);

    static boolean isNone(double value) {
        return Double.doubleToRawLongBits(value) == 0x7ff8000000000badL;
    }

    /// Whether the characters say that the cell is empty: nothing, `NA`, `N/A`, `NaN`, `null`, `?`.
    static boolean isMissing(char[] text, int start, int end) {
        int length = end - start;
        if (length > 4) {
            return false;
        }
        return switch (length) {
            case 0 -> true;
            case 1 -> text[start] == '?';
            case 2 -> equal(text, start, "NA");
            case 3 -> equal(text, start, "NAN") || equal(text, start, "N/A");
            default -> equal(text, start, "NULL");
        };
    }

    /// The number, infinite for `inf`; [#NONE] where it is none.
    ///
    /// @param point what stands before the decimals
    static double parse(char[] text, int start, int end, char point) {
        int i = start;
        boolean isNegative = i < end && text[i] == '-';
        if (i < end && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        long digits = 0;
        int exponent = 0;
        int seen = 0;
        boolean afterPoint = false;
        for (; i < end; i++) {
            char c = text[i];
            if (c >= '0' && c <= '9') {
                if (digits >= EXACT / 10) {
                    return slow(text, start, end, point);
                }
                digits = digits * 10 + (c - '0');
                seen++;
                exponent -= afterPoint ? 1 : 0;
            } else if (c == point && !afterPoint) {
                afterPoint = true;
            } else {
                return seen > 0 && (c == 'e' || c == 'E') || seen == 0
                        ? slow(text, start, end, point)
                        : NONE;
            }
        }
        if (seen == 0) {
            return NONE;
        }
        if (exponent < -22) {
            return slow(text, start, end, point);
        }
        // Both are exact, so the division rounds once, as the standard asks.
        double value = exponent == 0 ? digits : digits / POWERS[-exponent];
        return isNegative ? -value : value;
    }

    private static double slow(char[] text, int start, int end, char point) {
        int sign = start < end && (text[start] == '-' || text[start] == '+') ? 1 : 0;
        int letters = end - start - sign;
        if ((letters == 3 && equal(text, start + sign, "INF"))
                || (letters == 8 && equal(text, start + sign, "INFINITY"))) {
            return text[start] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        for (int i = start; i < end; i++) {
            char c = text[i];
            boolean isPart =
                    (c >= '0' && c <= '9')
                            || c == point
                            || c == '-'
                            || c == '+'
                            || c == 'e'
                            || c == 'E';
            if (!isPart) {
                return NONE;
            }
        }
        try {
            return Double.parseDouble(new String(text, start, end - start).replace(point, '.'));
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    /// Whether the characters are `upper`, case ignored.
    static boolean equal(char[] text, int start, String upper) {
        for (int i = 0; i < upper.length(); i++) {
            if (Character.toUpperCase(text[start + i]) != upper.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
