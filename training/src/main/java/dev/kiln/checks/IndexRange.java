package dev.kiln.checks;

import dev.kiln.data.FloatArray;
import dev.kiln.layers.Embedding;
import dev.kiln.model.Model;

import java.util.Optional;
import java.util.OptionalInt;

/// Whether an input that an Embedding looks up holds only numbers that the Embedding has.
public final class IndexRange {
    private IndexRange() {}

    /// The first number outside, with its row and the numbers that are allowed; nothing where no Embedding takes this
    /// input as it is.
    ///
    /// @param input  which one of the model's inputs
    /// @param values `[rows, …]`
    public static Optional<Finding> outside(Model model, int input, FloatArray values) {
        OptionalInt size =
                FirstLayer.takers(model, input).stream()
                        .filter(Embedding.class::isInstance)
                        .map(Embedding.class::cast)
                        .mapToInt(Embedding::inputDim)
                        .min();
        if (size.isEmpty()) {
            return Optional.empty();
        }
        int count = 0;
        long first = -1;
        float largest = 0;
        for (long i = 0; i < values.size(); i++) {
            float index = values.get(i);
            if (index < 0 || index >= size.getAsInt()) {
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
                                + (size.getAsInt() - 1)
                                + ".",
                        largest < size.getAsInt()
                                ? "Numbers of an embedding start at 0; correct row " + row + "."
                                : "Begin with: new Embedding("
                                        + ((long) largest + 1)
                                        + ", …)   or correct row "
                                        + row));
    }
}
