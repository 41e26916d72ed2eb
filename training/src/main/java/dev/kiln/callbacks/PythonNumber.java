package dev.kiln.callbacks;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How Python writes a number, for files and file names that Keras' own tools read back. Source: "Format
/// Specification Mini-Language" in the reference of Python 3's `string` module.
final class PythonNumber {
    private static final Pattern SPECIFICATION =
            Pattern.compile(
                    "(?:(.)?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\\d+)?([,_])?(?:\\.(\\d+))?([bcdeEfFgGnoxX%])?");

    private PythonNumber() {}

    /// As `str` writes it: whole numbers of a whole type without a point, others with one.
    static String text(Number number) {
        if (isWhole(number)) {
            return number.toString();
        }
        double value = number.doubleValue();
        if (!Double.isFinite(value)) {
            return notFinite(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        return exponent < -4 || exponent >= 16
                ? scientific(digits, exponent)
                : withPoint(digits.toPlainString());
    }

    /// As `format(number, specification)` writes it; empty where Python knows no such specification for the number.
    static Optional<String> text(Number number, String specification) {
        Matcher parts = SPECIFICATION.matcher(specification);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<String> unsigned = unsigned(number, parts);
        return unsigned.map(digits -> padded(digits, number, parts));
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer || number instanceof Long;
    }

    private static Optional<String> unsigned(Number number, Matcher parts) {
        String type = parts.group(10) == null ? "" : parts.group(10);
        Integer precision = parts.group(9) == null ? null : Integer.valueOf(parts.group(9));
        if (isWhole(number) && "bcdoxXn".contains(type)) {
            return precision != null ? Optional.empty() : whole(number, type, parts.group(5));
        }
        if ("bcdoxX".contains(type) && !type.isEmpty()) {
            return Optional.empty();
        }
        double value = Math.abs(number.doubleValue());
        if (!Double.isFinite(value)) {
            return Optional.of(notFinite(value) + (type.equals("%") ? "%" : ""));
        }
        int places = precision == null ? 6 : precision;
        return Optional.of(
                switch (type) {
                    case "f", "F" -> fixed(value, places);
                    case "%" -> fixed(100 * value, places) + "%";
                    case "e" -> exponential(value, places);
                    case "E" -> exponential(value, places).toUpperCase(java.util.Locale.ROOT);
                    case "" -> precision == null ? text(value) : general(value, places, true);
                    case "G" -> general(value, places, false).toUpperCase(java.util.Locale.ROOT);
                    default -> general(value, places, false);
                });
    }

    private static Optional<String> whole(Number number, String type, @Nullable String prefix) {
        var value = BigInteger.valueOf(number.longValue()).abs();
        boolean isPrefixed = prefix != null;
        return switch (type) {
            case "c" -> Optional.of(Character.toString(value.intValue()));
            case "b" -> Optional.of((isPrefixed ? "0b" : "") + value.toString(2));
            case "o" -> Optional.of((isPrefixed ? "0o" : "") + value.toString(8));
            case "x" -> Optional.of((isPrefixed ? "0x" : "") + value.toString(16));
            case "X" ->
                    Optional.of(
                            (isPrefixed ? "0X" : "")
                                    + value.toString(16).toUpperCase(java.util.Locale.ROOT));
            default -> Optional.of(value.toString());
        };
    }

    private static String fixed(double value, int places) {
        return new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String exponential(double value, int places) {
        if (value == 0) {
            return fixed(0, places) + "e+00";
        }
        BigDecimal digits = rounded(value, places + 1);
        int exponent = digits.precision() - digits.scale() - 1;
        BigDecimal first =
                digits.scaleByPowerOfTen(-exponent).setScale(places, RoundingMode.UNNECESSARY);
        return first.toPlainString() + exponent(exponent);
    }

    /// @param keepsPoint whether a number without decimals ends in `.0`
    private static String general(double value, int precision, boolean keepsPoint) {
        int significant = Math.max(precision, 1);
        if (value == 0) {
            return keepsPoint ? "0.0" : "0";
        }
        BigDecimal digits = rounded(value, significant).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent < -4 || exponent >= significant - (keepsPoint ? 1 : 0)) {
            return scientific(digits, exponent);
        }
        String plain = digits.toPlainString();
        return keepsPoint ? withPoint(plain) : plain;
    }

    private static BigDecimal rounded(double value, int significant) {
        return new BigDecimal(value).round(new MathContext(significant, RoundingMode.HALF_EVEN));
    }

    private static String scientific(BigDecimal digits, int exponent) {
        return digits.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString()
                + exponent(exponent);
    }

    private static String exponent(int exponent) {
        int size = Math.abs(exponent);
        return "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
    }

    private static String withPoint(String plain) {
        return plain.contains(".") ? plain : plain + ".0";
    }

    private static String notFinite(double value) {
        return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }

    private static String padded(String unsigned, Number number, Matcher parts) {
        double value = number.doubleValue();
        boolean isNegative = value < 0 || (!isWhole(number) && 1 / value < 0);
        String wanted = parts.group(3) == null ? "-" : parts.group(3);
        String sign = isNegative ? "-" : wanted.equals("-") ? "" : wanted;
        boolean hasZeros = parts.group(6) != null;
        String align = parts.group(2) != null ? parts.group(2) : hasZeros ? "=" : ">";
        String fill = parts.group(1) != null ? parts.group(1) : hasZeros ? "0" : " ";
        String digits = grouped(unsigned, parts.group(8));
        int width = parts.group(7) == null ? 0 : Integer.parseInt(parts.group(7));
        int missing = Math.max(width - sign.length() - digits.length(), 0);
        return switch (align) {
            case "<" -> sign + digits + fill.repeat(missing);
            case "^" ->
                    fill.repeat(missing / 2) + sign + digits + fill.repeat(missing - missing / 2);
            case "=" -> sign + fill.repeat(missing) + digits;
            default -> fill.repeat(missing) + sign + digits;
        };
    }

    private static String grouped(String digits, @Nullable String separator) {
        int end = 0;
        while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
            end++;
        }
        if (separator == null || end == 0) {
            return digits;
        }
        var text = new StringBuilder(digits);
        for (int place = end - 3; place > 0; place -= 3) {
            text.insert(place, separator);
        }
        return text.toString();
    }
}
