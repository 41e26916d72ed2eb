package dev.kiln.data;

import java.util.HashSet;

/// What the numbers of an array are, told by their values: pixels and word numbers get one rule for all, other columns
/// one each.
final class ArrayKind {
    /// Rows of fewer numbers are taken for columns of their own meaning.
    private static final int PIXELS_A_ROW = 64;

    private static final int WORDS_A_ROW = 8;
    private static final int PADDED_WORDS_A_ROW = 3;
    private static final int LENGTHS = 3;
    private static final double LARGEST_BYTE = 255;

    /// Pixels of the digits that the US postal service counted in cells of 4x4.
    private static final double LARGEST_COUNT = 16;

    private ArrayKind() {}

    /// Whether one rule fits all numbers of a row.
    static boolean isUniform(FloatArray x) {
        return x.shape().rank() > 2
                || (x.rowSize() >= PIXELS_A_ROW && pixelMaximum(x) > 0)
                || isWordNumbers(x);
    }

    /// The largest value of the kind of pixels that the array holds, 255 or 16; 0 where it holds none.
    static double pixelMaximum(FloatArray x) {
        double largest = 0;
        for (long i = 0; i < x.size(); i++) {
            float value = x.get(i);
            if (!(value >= 0 && value <= LARGEST_BYTE) || value != Math.rint(value)) {
                return 0;
            }
            largest = Math.max(largest, value);
        }
        return largest <= 1 ? 0 : largest <= LARGEST_COUNT ? LARGEST_COUNT : LARGEST_BYTE;
    }

    /// Whether rows look like texts in numbers: whole, from 0, every place in the row of the same range, which columns of
    /// different meaning do not have; and more than pixels reach, or filled up with zeros to one length.
    static boolean isWordNumbers(FloatArray x) {
        if (x.shape().rank() != 2 || x.rowSize() < PADDED_WORDS_A_ROW) {
            return false;
        }
        int width = (int) x.rowSize();
        var largest = new float[width];
        float all = 0;
        for (long i = 0; i < x.size(); i++) {
            float value = x.get(i);
            if (!(value >= 0) || value != Math.rint(value) || Float.isInfinite(value)) {
                return false;
            }
            int place = (int) (i % width);
            largest[place] = Math.max(largest[place], value);
            all = Math.max(all, value);
        }
        int alike = 0;
        for (float place : largest) {
            alike += place >= all / 2 ? 1 : 0;
        }
        boolean isLarge = all > LARGEST_BYTE && width >= WORDS_A_ROW;
        return alike >= width * 0.8
                && (isLarge
                        || (all > 1 && (isPadded(x, width, true) || isPadded(x, width, false))));
    }

    /// Whether zeros stand at one end of the rows and nowhere else, and rows have three lengths or more.
    private static boolean isPadded(FloatArray x, int width, boolean behind) {
        var lengths = new HashSet<Integer>();
        for (int row = 0; row < x.rows(); row++) {
            int length = 0;
            int numbers = 0;
            for (int k = 0; k < width; k++) {
                boolean isWord = x.get(row, behind ? k : width - 1 - k) != 0;
                length = isWord ? k + 1 : length;
                numbers += isWord ? 1 : 0;
            }
            if (numbers < length) {
                return false;
            }
            lengths.add(length);
        }
        return lengths.size() >= LENGTHS;
    }
}
