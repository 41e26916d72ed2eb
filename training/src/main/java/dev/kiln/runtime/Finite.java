package dev.kiln.runtime;

import org.bytedeco.openblas.global.openblas;

import java.lang.foreign.ValueLayout;

/// Asks of numbers in memory whether all are finite, at the speed of reading them.
final class Finite {
    /// The linear algebra library counts in 32 bits.
    private static final int MOST = 1 << 30;

    private final long address;
    private final long size;
    private final Native.Place place = new Native.Place();

    /// @param size floats
    Finite(long address, long size) {
        this.address = address;
        this.size = size;
    }

    boolean all() {
        for (long from = 0; from < size; from += MOST) {
            int count = (int) Math.min(size - from, MOST);
            // A sum of magnitudes is not finite where a number is not; it may overflow where all
            // are.
            float sum = openblas.cblas_sasum(count, place.at(address + from * Float.BYTES), 1);
            if (!Float.isFinite(sum) && !each(from, count)) {
                return false;
            }
        }
        return true;
    }

    private boolean each(long from, int count) {
        for (long i = from; i < from + count; i++) {
            if (!Float.isFinite(
                    Native.EVERYWHERE.get(ValueLayout.JAVA_FLOAT, address + i * Float.BYTES))) {
                return false;
            }
        }
        return true;
    }
}
