package dev.kiln.saving.onnx;

import java.util.List;

/// A size that the data decides: how many rows, how long a sequence, how many positions a window finds in it.
///
/// @param name   of a place where it can be read, unique in its file
/// @param values that it has in each of the samples
record Unknown(String name, List<Integer> values) {
    Unknown {
        values = List.copyOf(values);
    }
}
