package dev.kiln.tensor;

/// What the numbers of an array mean. Programs hold every value as a 32-bit float; the type says
/// which values may occur and how Keras would call them.
public enum DType {
    /// Any 32-bit floating point number.
    FLOAT32("float32"),
    /// Whole numbers: class labels, token ids, positions. Exact up to 2^24 inside programs.
    INT32("int32"),
    /// Whole numbers that Keras holds in 64 bits.
    INT64("int64"),
    /// 0 for false, 1 for true.
    BOOL("bool"),
    /// Text: only in data and in preprocessing layers, never in a program.
    STRING("string");

    private final String kerasName;

    DType(String kerasName) {
        this.kerasName = kerasName;
    }

    /// The name in Keras' files and messages, for example `float32`.
    public String kerasName() {
        return kerasName;
    }
}
