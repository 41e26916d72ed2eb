package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.data.ColumnPreparation.Numbers;
import dev.kiln.data.ColumnPreparation.Scaling;
import dev.kiln.data.InputPreparation.OfArray;

/// Fits the one rule for all numbers of an array to the training rows.
final class ArrayFitting {
    private ArrayFitting() {}

    /// @throws UserError E122 where a number is missing
    static OfArray fit(Source.OfArray source, int[] train, DataOptions options) {
        FloatArray x = source.x();
        checkFinite(source);
        Numbers rule =
                switch (options.preparing().normalize()) {
                    case NONE -> ColumnFitting.untouched("x", null);
                    case MINMAX -> scaled(x, train, Scaling.MINMAX);
                    case ZSCORE -> scaled(x, train, Scaling.ZSCORE);
                    case AUTO -> automatic(source, train);
                };
        return new OfArray("x", x.rowShape(), rule);
    }

    private static Numbers automatic(Source.OfArray source, int[] train) {
        FloatArray x = source.x();
        double maximum = source.maximum();
        if (maximum == 0) {
            maximum = ArrayKind.isWordNumbers(x) || isYesNo(x) ? 1 : ArrayKind.pixelMaximum(x);
        }
        if (maximum == 1) {
            return ColumnFitting.untouched("x", null);
        }
        return maximum > 0
                ? new Numbers("x", Scaling.PIXELS, 0, maximum, null)
                : scaled(x, train, Scaling.ZSCORE);
    }

    private static boolean isYesNo(FloatArray x) {
        for (long i = 0; i < x.size(); i++) {
            if (x.get(i) != 0 && x.get(i) != 1) {
                return false;
            }
        }
        return true;
    }

    private static void checkFinite(Source.OfArray source) {
        FloatArray x = source.x();
        long missing = 0;
        long first = -1;
        for (long i = 0; i < x.size(); i++) {
            if (!Float.isFinite(x.get(i))) {
                first = first < 0 ? i : first;
                missing++;
            }
        }
        if (missing > 0) {
            throw new UserError(
                    "E122",
                    missing
                            + (missing == 1 ? " number of x is" : " numbers of x are")
                            + " NaN or infinite, first in row "
                            + (first / x.rowSize() + 1)
                            + ".",
                    "Replace them in the array, or leave those rows out, before: %data "
                            + source.typed());
        }
    }

    private static Numbers scaled(FloatArray x, int[] train, Scaling scaling) {
        long count = train.length * x.rowSize();
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int row : train) {
            for (long k = 0; k < x.rowSize(); k++) {
                float value = x.get(row, k);
                sum += value;
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        if (scaling == Scaling.MINMAX) {
            return new Numbers("x", scaling, least, most > least ? most - least : 1, null);
        }
        double mean = sum / Math.max(count, 1);
        double squares = 0;
        for (int row : train) {
            for (long k = 0; k < x.rowSize(); k++) {
                double off = x.get(row, k) - mean;
                squares += off * off;
            }
        }
        double deviation = Math.sqrt(squares / Math.max(count, 1));
        return new Numbers(
                "x", scaling, mean, deviation <= Math.abs(mean) * 1e-12 ? 1 : deviation, null);
    }

    /// The named rows; without a copy where they stand together.
    static FloatArray rows(FloatArray array, int[] rows) {
        for (int i = 1; i < rows.length; i++) {
            if (rows[i] != rows[i - 1] + 1) {
                return array.take(rows);
            }
        }
        return rows.length == 0 ? array.slice(0, 0) : array.slice(rows[0], rows[0] + rows.length);
    }
}
