package dev.kiln.saving.hdf5;

import dev.kiln.tensor.Shape;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An array of a file.
///
/// @param values the bits as they stand in the file: row-major, in this machine's order of bytes; read when the file is
///               written; outside the heap or in an array of bytes
public record ArrayContent(Kind kind, Shape shape, MemorySegment values) {
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
        if (values.byteSize() != shape.size() * kind.bytes()) {
            throw new IllegalArgumentException(
                    values.byteSize() + " bytes for " + shape + " of " + kind);
        }
    }

    public static ArrayContent floats(Shape shape, MemorySegment values) {
        return new ArrayContent(Kind.FLOAT, shape, values);
    }

    /// One whole number.
    public static ArrayContent of(long value) {
        MemorySegment values = MemorySegment.ofArray(new byte[Long.BYTES]);
        values.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, value);
        return new ArrayContent(Kind.LONG, Shape.of(), values);
    }
}
