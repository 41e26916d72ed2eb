package dev.kiln.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Where buffers lie: temporaries whose times do not overlap share memory.
final class Layout {
    /// Buffers start at multiples of this many floats (64 bytes).
    private static final int ALIGNMENT = 16;

    /// @param starts floats from the start of the program's memory, by buffer; -1 for a variable's buffer
    /// @param size   floats that the program needs
    record Places(List<Long> starts, long size) {}

    private Layout() {}

    static Places of(
            List<Buffer> buffers,
            List<Instruction> steps,
            List<Instruction> commit,
            Collection<View> outputs) {
        int count = buffers.size();
        int[] first = new int[count];
        int[] last = new int[count];
        Arrays.fill(first, Integer.MAX_VALUE);
        Arrays.fill(last, -1);
        int time = 0;
        for (List<Instruction> phase : List.of(steps, commit)) {
            for (Instruction step : phase) {
                for (List<View> views : List.of(step.reads(), step.writes())) {
                    for (View view : views) {
                        first[view.buffer()] = Math.min(first[view.buffer()], time);
                        last[view.buffer()] = Math.max(last[view.buffer()], time);
                    }
                }
                time++;
            }
        }
        outputs.forEach(view -> last[view.buffer()] = Integer.MAX_VALUE);
        Long[] starts = new Long[count];
        long lasting = 0;
        var temporaries = new ArrayList<Buffer>();
        for (Buffer buffer : buffers) {
            switch (buffer.kind()) {
                case Buffer.Stored _ -> starts[buffer.id()] = -1L;
                case Buffer.Given _, Buffer.Fixed _ -> {
                    starts[buffer.id()] = lasting;
                    lasting += aligned(buffer.size());
                }
                case Buffer.Temporary _ -> {
                    if (last[buffer.id()] >= 0) {
                        temporaries.add(buffer);
                    } else {
                        starts[buffer.id()] = -1L;
                    }
                }
            }
        }
        long end = lasting;
        // Largest first: small ones fit into the gaps that are left.
        temporaries.sort(
                Comparator.comparingLong(Buffer::size).reversed().thenComparing(Buffer::id));
        var placed = new ArrayList<Buffer>();
        for (Buffer buffer : temporaries) {
            long start = gap(buffer, placed, starts, first, last, lasting);
            starts[buffer.id()] = start;
            end = Math.max(end, start + aligned(buffer.size()));
            int at = 0;
            while (at < placed.size() && starts[placed.get(at).id()] <= start) {
                at++;
            }
            placed.add(at, buffer);
        }
        return new Places(List.of(starts), end);
    }

    /// The lowest place that no buffer of an overlapping time takes; `placed` is in order of place.
    private static long gap(
            Buffer buffer,
            List<Buffer> placed,
            Long[] starts,
            int[] first,
            int[] last,
            long lowest) {
        long start = lowest;
        for (Buffer other : placed) {
            boolean apart =
                    last[other.id()] < first[buffer.id()] || first[other.id()] > last[buffer.id()];
            if (apart) {
                continue;
            }
            long otherStart = starts[other.id()];
            if (otherStart >= start + aligned(buffer.size())) {
                break;
            }
            start = Math.max(start, otherStart + aligned(other.size()));
        }
        return start;
    }

    private static long aligned(long size) {
        return Math.ceilDiv(Math.max(size, 1), ALIGNMENT) * ALIGNMENT;
    }
}
