package dev.kiln.saving.hdf5;

import dev.kiln.tensor.Shape;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An array of a file.
///
/// @param values the bits as they stand in the file: row-major, in this machine's order of bytes; read when the file is
///               written; outside the heap or in an array of bytes; read over and over where they are fewer than the array's
public record ArrayContent(Kind kind, Shape shape, MemorySegment values) {
    private static final int MOST_AT_ONCE = 1 << 16;

    /// What one number is.
    public enum Kind {
        /// A 32-bit float.
        FLOAT(Float.BYTES),
        /// A 64-bit integer.
        LONG(Long.BYTES);

        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }
    }

    public ArrayContent {
        boolean isPart = values.byteSize() > 0 && values.byteSize() < shape.size() * kind.bytes();
        if (values.byteSize() != shape.size() * kind.bytes() && !isPart) {
            throw new IllegalArgumentException(
                    values.byteSize() + " bytes for " + shape + " of " + kind);
        }
    }

    /// In the file.
    long bytes() {
        return shape.size() * kind.bytes();
    }

    public static ArrayContent floats(Shape shape, MemorySegment values) {
        return new ArrayContent(Kind.FLOAT, shape, values);
    }

    /// The same number everywhere.
    public static ArrayContent floats(Shape shape, float value) {
        var piece = new byte[(int) Math.min(shape.size(), MOST_AT_ONCE) * Float.BYTES];
        MemorySegment values = MemorySegment.ofArray(piece);
        for (int at = 0; at < piece.length; at += Float.BYTES) {
            values.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, value);
        }
        return floats(shape, values);
    }

    /// One whole number.
    public static ArrayContent of(long value) {
        MemorySegment values = MemorySegment.ofArray(new byte[Long.BYTES]);
        values.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, value);
        return new ArrayContent(Kind.LONG, Shape.of(), values);
    }
}
