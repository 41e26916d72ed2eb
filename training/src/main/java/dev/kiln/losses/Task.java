package dev.kiln.losses;

import dev.kiln.tensor.Shape;

/// What `accuracy` and `crossentropy` are short for, judged by shapes alone, as Keras does: regression
/// counts as one of them too.
public enum Task {
    /// One number a prediction.
    BINARY,
    /// Several numbers a prediction, labelled with a class number.
    CLASS_NUMBERS,
    /// Several numbers a prediction, labelled with as many.
    ONE_HOT;

    /// @param labels      `[n, …]`; the number of rows may be unknown
    /// @param predictions `[n, …]`
    public static Task of(Shape labels, Shape predictions) {
        if (predictions.rank() > 0 && predictions.last() == 1) {
            return BINARY;
        }
        boolean oneNumber = labels.rank() > 0 && labels.last() == 1 && predictions.last() > 1;
        return labels.rank() < predictions.rank() || oneNumber ? CLASS_NUMBERS : ONE_HOT;
    }
}
