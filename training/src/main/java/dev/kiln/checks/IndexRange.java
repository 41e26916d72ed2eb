package dev.kiln.checks;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.kiln.data.FloatArray;
import dev.kiln.layers.Embedding;
import dev.kiln.model.Model;

import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.Optional;

/// Whether an input that an Embedding looks up holds only numbers that the Embedding has.
public final class IndexRange {
    private static final int AT_A_TIME = 4096;

    private IndexRange() {}

    /// The first number outside, with its row and the numbers that are allowed; nothing where no Embedding takes this
    /// input as it is.
    ///
    /// @param input  which one of the model's inputs
    /// @param values `[rows, …]`
    public static Optional<Finding> outside(Model model, int input, FloatArray values) {
        return outside(model, input, values, Dialect.JAVA, "data");
    }

    /// @param data the data as typed, for example `x=$words y=$labels`
    public static Optional<Finding> outside(
            Model model, int input, FloatArray values, Dialect dialect, String data) {
        Optional<Embedding> smallest =
                FirstLayer.takers(model, input).stream()
                        .filter(Embedding.class::isInstance)
                        .map(Embedding.class::cast)
                        .min(Comparator.comparingInt(Embedding::inputDim));
        if (smallest.isEmpty()) {
            return Optional.empty();
        }
        int size = smallest.get().inputDim();
        if (areAllInside(values.memory(), size)) {
            return Optional.empty();
        }
        int count = 0;
        long first = -1;
        float largest = 0;
        long all = values.size();
        for (long i = 0; i < all; i++) {
            float index = values.get(i);
            if (index < 0 || index >= size) {
                first = count == 0 ? i : first;
                largest = Math.max(largest, index);
                count++;
            }
        }
        if (count == 0) {
            return Optional.empty();
        }
        String row = Figures.of(first / Math.max(values.rowSize(), 1) + 1);
        return Optional.of(
                new Finding(
                        "E210",
                        Figures.of(count)
                                + (count == 1 ? " number" : " numbers")
                                + " in "
                                + Figures.of(values.size())
                                + (count == 1 ? " is" : " are")
                                + " not in the embedding: found "
                                + Figures.of(values.get(first))
                                + " (row "
                                + row
                                + "), allowed 0.."
                                + (size - 1)
                                + ".",
                        remedy(dialect, data, smallest.get(), values.get(first), largest, row)));
    }

    private static String remedy(
            Dialect dialect,
            String data,
            Embedding embedding,
            float first,
            float largest,
            String row) {
        if (dialect == Dialect.MAGIC && first != Math.rint(first)) {
            return "Type: " + dialect.data(data, "normalize=none");
        }
        if (largest < embedding.inputDim()) {
            return "Numbers of an embedding start at 0; correct row " + row + ".";
        }
        long needed = (long) largest + 1;
        return (dialect == Dialect.MAGIC
                        ? "Begin the model with: embedding " + needed + " " + embedding.outputDim()
                        : "Begin with: new Embedding(" + needed + ", …)")
                + "   or correct row "
                + row;
    }

    /// Whether all are certainly at least 0 and below a bound; -0 and NaN are left to whoever looks at each number. The
    /// bits of floats from 0 on are in the order of the floats, and smallest and largest whole numbers are found by
    /// vectors.
    private static boolean areAllInside(MemorySegment values, int bound) {
        int[] bits = new int[AT_A_TIME];
        int last = Float.floatToRawIntBits(Math.nextDown((float) bound));
        long size = values.byteSize() / Float.BYTES;
        for (long place = 0; place < size; place += AT_A_TIME) {
            int count = (int) Math.min(AT_A_TIME, size - place);
            MemorySegment.copy(values, JAVA_INT_UNALIGNED, place * Float.BYTES, bits, 0, count);
            int least = 0;
            int most = 0;
            for (int i = 0; i < count; i++) {
                least = Math.min(least, bits[i]);
                most = Math.max(most, bits[i]);
            }
            if (least < 0 || most > last) {
                return false;
            }
        }
        return true;
    }
}
