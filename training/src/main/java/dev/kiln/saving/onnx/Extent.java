package dev.kiln.saving.onnx;

/// A size that may depend on how many rows are given: `perRow * rows + fixed`.
record Extent(int perRow, int fixed) {
    static Extent fixed(int size) {
        return new Extent(0, size);
    }

    boolean isFixed() {
        return perRow == 0;
    }

    int at(int rows) {
        return perRow * rows + fixed;
    }

    Extent plus(Extent other) {
        return new Extent(perRow + other.perRow, fixed + other.fixed);
    }

    Extent plus(int number) {
        return new Extent(perRow, fixed + number);
    }

    Extent times(int factor) {
        return new Extent(perRow * factor, fixed * factor);
    }
}
