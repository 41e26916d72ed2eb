package dev.kiln.runtime;

/// Elements of a batch: from the first, up to the end.
record Elements(int first, int end) {
    int count() {
        return end - first;
    }
}
