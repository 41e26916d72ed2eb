package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.tensor.Shape;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// Numbers of a data set in the machine's memory: 32-bit floats, row-major, the first dimension counts the rows.
///
/// Immutable by convention: whoever hands over memory no longer writes to it, and [#memory()] is read-only. Up to 2^31
/// numbers live in a Java array, more in memory outside the heap that the garbage collector frees, so that only the
/// number of rows is limited to 2^31 - 1.
public final class FloatArray {
    /// Java arrays of more elements are refused by some virtual machines.
    private static final long MOST_ON_HEAP = Integer.MAX_VALUE - 8L;

    /// Rows shorter than this are copied by a loop: starting a block copy costs about as much as this many floats.
    private static final int SHORT_ROW = 16;

    /// Numbers that are looked at together, from an array: loops over arrays become vectors.
    private static final int BLOCK = 4096;

    /// The bits of infinity; those of NaN without their sign are more.
    private static final int INFINITE = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    private final Shape shape;
    private final MemorySegment memory;
    private final long rowSize;

    private FloatArray(Shape shape, MemorySegment memory) {
        if (shape.rank() == 0) {
            throw new IllegalArgumentException("a data array has rows; one number is the shape 1");
        }
        if (memory.byteSize() != shape.size() * Float.BYTES) {
            throw new IllegalArgumentException(
                    "shape "
                            + shape
                            + " holds "
                            + shape.size()
                            + " numbers, the memory "
                            + memory.byteSize() / Float.BYTES);
        }
        this.shape = shape;
        this.memory = memory;
        this.rowSize = shape.row().size();
    }

    /// Numbers as they are, without a copy.
    ///
    /// @param values row-major, as many as the shape holds
    public static FloatArray of(Shape shape, float... values) {
        return new FloatArray(shape, MemorySegment.ofArray(values));
    }

    /// Numbers in memory of any kind, without a copy.
    ///
    /// @param memory floats in the machine's byte order, row-major, exactly as many as the shape holds
    public static FloatArray of(Shape shape, MemorySegment memory) {
        return new FloatArray(shape, memory);
    }

    /// Numbers from whatever a program has them in: Java arrays and lists of any rank (`float[][]`, `int[]`,
    /// `List<List<Double>>`, ...; `boolean` counts as 0 and 1, `byte` as -128 to 127), a Tablesaw numeric or boolean column,
    /// a Tablesaw table of such columns, an ND4J `INDArray`. A `FloatArray` is returned itself.
    ///
    /// @throws UserError E128 where it is none of these, E123 where rows differ in length
    public static FloatArray of(Object numbers) {
        return numbers instanceof FloatArray already ? already : ArrayReading.read(numbers);
    }

    /// Memory for an array that is about to be written: the caller fills it and hands it to [#of(Shape, MemorySegment)].
    ///
    /// @throws UserError E129 where the machine does not have that much
    public static MemorySegment allocate(Shape shape) {
        long size = shape.size();
        try {
            return size <= MOST_ON_HEAP
                    ? MemorySegment.ofArray(new float[(int) size])
                    : Arena.ofAuto().allocate(size * Float.BYTES, Float.BYTES);
        } catch (OutOfMemoryError e) {
            throw new UserError(
                    "E129",
                    "the data needs "
                            + size * Float.BYTES / 1_000_000
                            + " MB for "
                            + shape
                            + " numbers, more than is free.",
                    "Take fewer rows with limit=10000, or give Java more memory: -Xmx in the kernel's settings.",
                    e);
        }
    }

    public Shape shape() {
        return shape;
    }

    /// How many rows there are: the first dimension.
    public int rows() {
        return shape.get(0);
    }

    /// The shape of one row: all dimensions but the first, `scalar` for a list of numbers.
    public Shape rowShape() {
        return shape.row();
    }

    /// How many numbers one row holds.
    public long rowSize() {
        return rowSize;
    }

    /// How many numbers there are.
    public long size() {
        return memory.byteSize() / Float.BYTES;
    }

    /// Whether every number is finite.
    public boolean isFinite() {
        int[] block = new int[BLOCK];
        int largest = 0;
        for (long from = 0; from < size(); from += BLOCK) {
            int count = (int) Math.min(BLOCK, size() - from);
            MemorySegment.copy(memory, ValueLayout.JAVA_INT, from * Float.BYTES, block, 0, count);
            for (int i = 0; i < count; i++) {
                largest = Math.max(largest, block[i] & Integer.MAX_VALUE);
            }
        }
        return largest < INFINITE;
    }

    /// Copies numbers that lie one behind the other.
    ///
    /// @param from place of the first, counted over the whole array
    /// @param to   filled from its beginning
    public void copy(long from, float[] to, int count) {
        MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, from * Float.BYTES, to, 0, count);
    }

    /// The number at a place counted over the whole array, row-major.
    public float get(long index) {
        return memory.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }

    /// One number of a row.
    ///
    /// @param index place within the row, row-major, 0 to [#rowSize()] - 1
    public float get(int row, long index) {
        if (index < 0 || index >= rowSize) {
            throw new IndexOutOfBoundsException("number " + index + " of a row of " + rowSize);
        }
        return get(row * rowSize + index);
    }

    /// The numbers themselves, read-only, in the machine's byte order.
    public MemorySegment memory() {
        return memory.asReadOnly();
    }

    /// The numbers themselves, for their only owner.
    MemorySegment writable() {
        return memory;
    }

    /// Rows `from` (inclusive) to `to` (exclusive), without a copy.
    public FloatArray slice(int from, int to) {
        if (from < 0 || to < from || to > rows()) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of " + rows());
        }
        long rowBytes = rowSize * Float.BYTES;
        return new FloatArray(
                shape.with(0, to - from), memory.asSlice(from * rowBytes, (to - from) * rowBytes));
    }

    /// The named rows in the order named; a row may occur more than once.
    public FloatArray take(int[] rows) {
        Shape taken = shape.with(0, rows.length);
        MemorySegment target = allocate(taken);
        gather(rows, 0, rows.length, target);
        return new FloatArray(taken, target);
    }

    /// Writes rows one after the other, as a batch is put together.
    ///
    /// @param rows        row numbers
    /// @param from        first place in `rows` that is wanted
    /// @param to          place behind the last one wanted
    /// @param destination at least `(to - from) * rowSize()` floats
    public void gather(int[] rows, int from, int to, MemorySegment destination) {
        int count = rows();
        for (int i = from; i < to; i++) {
            if (rows[i] < 0 || rows[i] >= count) {
                throw new IndexOutOfBoundsException("row " + rows[i] + " of " + count);
            }
            long target = (i - from) * rowSize;
            long source = rows[i] * rowSize;
            if (rowSize < SHORT_ROW) {
                for (long k = 0; k < rowSize; k++) {
                    destination.setAtIndex(
                            ValueLayout.JAVA_FLOAT,
                            target + k,
                            memory.getAtIndex(ValueLayout.JAVA_FLOAT, source + k));
                }
            } else {
                MemorySegment.copy(
                        memory,
                        source * Float.BYTES,
                        destination,
                        target * Float.BYTES,
                        rowSize * Float.BYTES);
            }
        }
    }

    /// The same numbers in another shape.
    ///
    /// @param shape of as many numbers
    public FloatArray reshape(Shape shape) {
        return new FloatArray(shape, memory);
    }

    /// A copy as a Java array, row-major.
    ///
    /// @throws IllegalStateException where there are more numbers than a Java array can hold
    public float[] toArray() {
        return memory.toArray(ValueLayout.JAVA_FLOAT);
    }

    /// Whether shape and numbers are the same; `NaN` equals `NaN`, 0.0 is not -0.0.
    @Override
    public boolean equals(Object other) {
        return other instanceof FloatArray that
                && shape.equals(that.shape)
                && memory.mismatch(that.memory) < 0;
    }

    @Override
    public int hashCode() {
        long seen = Math.min(size(), 64);
        return 31 * shape.hashCode()
                + Arrays.hashCode(
                        memory.asSlice(0, seen * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT));
    }

    @Override
    public String toString() {
        long shown = Math.min(size(), 6);
        String numbers =
                Arrays.toString(
                        memory.asSlice(0, shown * Float.BYTES).toArray(ValueLayout.JAVA_FLOAT));
        return "FloatArray "
                + shape
                + " "
                + (shown < size() ? numbers.replace("]", ", ...]") : numbers);
    }
}
