package dev.kiln.runtime;

import dev.kiln.plan.View;
import dev.kiln.tensor.Shape;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// Floats outside the heap, owned by ND4J, all 0 at first. There are 64 bytes of slack behind them, so that kernels
/// may read whole vectors at the end.
///
/// The memory lives as long as this object, a segment or a view of it is reachable.
public final class Memory {
    private static final int SLACK = 16;

    static {
        Native.load();
    }

    private final INDArray array;
    private final long size;
    private final MemorySegment segment;

    /// @param size floats, 0 or more
    public Memory(long size) {
        this.array = Nd4j.create(DataType.FLOAT, size + SLACK);
        this.size = size;
        // The segment's liveness keeps the array: an address alone would not.
        INDArray owner = array;
        this.segment =
                MemorySegment.ofAddress(address())
                        .reinterpret(
                                size * Float.BYTES,
                                java.lang.foreign.Arena.ofAuto(),
                                _ -> owner.rank());
    }

    /// Floats.
    public long size() {
        return size;
    }

    /// The numbers, without the slack.
    public MemorySegment segment() {
        return segment;
    }

    public MemorySegment segment(long offset, long size) {
        return segment.asSlice(offset * Float.BYTES, size * Float.BYTES);
    }

    /// Numbers as an ND4J array, without a copy: what one writes the other reads.
    ///
    /// @param offset floats from the start
    public INDArray view(long offset, Shape shape) {
        if (offset < 0 || offset + shape.size() > size) {
            throw new IndexOutOfBoundsException(
                    shape + " from " + offset + " does not lie in " + size + " floats");
        }
        if (shape.size() == 0) {
            return Nd4j.empty(DataType.FLOAT);
        }
        List<Integer> strides = View.rowMajor(shape);
        return Nd4j.create(
                array.data(),
                shape.dimensions().stream().mapToLong(Integer::longValue).toArray(),
                strides.stream().mapToLong(Integer::longValue).toArray(),
                offset,
                'c',
                DataType.FLOAT);
    }

    public void fill(float value) {
        for (long i = 0; i < size; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
    }

    /// Where it starts; good only while this object is reachable.
    long address() {
        return array.data().address();
    }
}
