package dev.kiln.runtime;

/// How far the numbers of a buffer lie from where its program has them: a loop's body reads and writes each step's slice where it is, instead
/// of a copy.
final class Anchor {
    /// Of buffers that never move.
    static final Anchor FIXED = new Anchor();

    private long shift;

    /// Bytes.
    long shift() {
        return shift;
    }

    void moveTo(long bytes) {
        shift = bytes;
    }
}
