package dev.kiln.magics.grammar;

/// `0..99`, both ends included.
public record Range(int from, int to) {
    @Override
    public String toString() {
        return from + ".." + to;
    }
}
