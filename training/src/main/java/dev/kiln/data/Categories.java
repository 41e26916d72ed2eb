package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.tensor.Shape;

/// Class numbers as rows with a one among zeros.
public final class Categories {
    private Categories() {}

    /// As `keras.utils.to_categorical`, with as many classes as the largest number asks for.
    ///
    /// @param labels class numbers from 0, of any shape, as [FloatArray#of(Object)] takes them; a last dimension of 1
    ///               disappears
    /// @return `[…, classes]`
    /// @throws UserError E123 where a label is no whole number from 0
    public static FloatArray toCategorical(Object labels) {
        FloatArray numbers = FloatArray.of(labels);
        float largest = -1;
        for (long i = 0; i < numbers.size(); i++) {
            largest = Math.max(largest, numbers.get(i));
        }
        return toCategorical(numbers, Math.max((int) largest + 1, 1));
    }

    /// As `keras.utils.to_categorical`.
    ///
    /// @param classes how many classes there are, from 1
    /// @return `[…, classes]`
    /// @throws UserError E123 where a label is no whole number below `classes`
    public static FloatArray toCategorical(Object labels, int classes) {
        FloatArray numbers = FloatArray.of(labels);
        Shape shape = numbers.shape();
        Shape rows = shape.rank() > 1 && shape.last() == 1 ? shape.without(-1) : shape;
        if (classes < 1 || (long) classes * numbers.size() > Integer.MAX_VALUE - 8) {
            throw new UserError(
                    "E123",
                    "num_classes=" + classes + " for " + numbers.size() + " labels.",
                    "Give a number of classes from 1, or keep the class numbers and use"
                            + " sparse_categorical_crossentropy.");
        }
        var ones = new float[Math.toIntExact(numbers.size()) * classes];
        for (int i = 0; i < numbers.size(); i++) {
            float label = numbers.get(i);
            if (label != Math.rint(label) || label < 0 || label >= classes) {
                throw new UserError(
                        "E123",
                        "label "
                                + label
                                + " in row "
                                + (i + 1)
                                + " is no class number from 0 to "
                                + (classes - 1)
                                + ".",
                        "Number the classes from 0, or give more classes: toCategorical(labels, "
                                + (Math.max(classes, (int) label) + 1)
                                + ")");
            }
            ones[i * classes + (int) label] = 1;
        }
        return FloatArray.of(rows.inserted(-1, classes), ones);
    }
}
