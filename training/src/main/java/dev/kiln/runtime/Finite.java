package dev.kiln.runtime;

import org.bytedeco.openblas.global.openblas;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Asks of numbers in memory whether all are finite, at the speed of reading them.
final class Finite {
    /// The linear algebra library counts in 32 bits.
    private static final int MOST = 1 << 30;

    /// So many numbers are worth a second thread.
    private static final long WORTH_HALVING = 1 << 16;

    private final long address;
    private final long size;
    private final Native.Place place = new Native.Place();
    private boolean wereAll = true;

    /// @param size floats
    private Finite(long address, long size) {
        this.address = address;
        this.size = size;
    }

    /// Numbers in several places, looked at by two threads where there are many.
    static final class Several {
        private final List<Finite> here = new ArrayList<>();
        private final List<Finite> there = new ArrayList<>();
        private final Kernel lookHere = _ -> look(here);
        private final Kernel lookThere = _ -> look(there);
        private final Moment moment = new Moment();

        /// @param size floats, from the address on
        void add(long address, long size) {
            if (size < WORTH_HALVING) {
                here.add(new Finite(address, size));
                return;
            }
            long half = size / 2;
            here.add(new Finite(address, half));
            there.add(new Finite(address + half * Float.BYTES, size - half));
        }

        boolean all() {
            if (there.isEmpty()) {
                look(here);
            } else {
                Workers.both(lookHere, lookThere, moment);
            }
            return wereAll(here) && wereAll(there);
        }

        private static void look(List<Finite> numbers) {
            for (int i = 0; i < numbers.size(); i++) {
                Finite some = numbers.get(i);
                some.wereAll = some.all();
            }
        }

        private static boolean wereAll(List<Finite> numbers) {
            boolean all = true;
            for (int i = 0; i < numbers.size(); i++) {
                all &= numbers.get(i).wereAll;
            }
            return all;
        }
    }

    private boolean all() {
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
