package dev.kiln.plan;

import dev.kiln.shares.Lane;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Where buffers lie: temporaries whose times do not overlap share memory. What only one share of the batch uses lies in a region of
/// that share, because shares keep no time with each other.
final class Layout {
    /// Buffers start at multiples of this many floats (64 bytes).
    private static final int ALIGNMENT = 16;

    /// @param starts floats from the start of the program's memory, by buffer; -1 for a variable's buffer
    /// @param own    floats in front that keep their numbers between runs: constants and outputs
    /// @param size   floats that the program needs
    record Places(List<Long> starts, long own, long size) {}

    private final List<Buffer> buffers;
    private final int[] first;
    private final int[] last;

    /// The share that alone uses a buffer, or [Lane#ONCE].
    private final int[] regions;

    /// Buffers that are read after a run.
    private final Set<Integer> results = new HashSet<>();

    private Layout(List<Buffer> buffers) {
        this.buffers = buffers;
        this.first = new int[buffers.size()];
        this.last = new int[buffers.size()];
        this.regions = new int[buffers.size()];
        Arrays.fill(first, Integer.MAX_VALUE);
        Arrays.fill(last, -1);
        Arrays.fill(regions, Lane.ONCE);
    }

    /// @param lanes of each step
    static Places of(
            List<Buffer> buffers,
            List<Instruction> steps,
            List<Lane> lanes,
            List<Instruction> commit,
            Collection<View> outputs) {
        var layout = new Layout(buffers);
        layout.time(steps, lanes, commit);
        outputs.forEach(view -> layout.results.add(view.buffer()));
        return layout.places();
    }

    private void time(List<Instruction> steps, List<Lane> lanes, List<Instruction> commit) {
        boolean[] shared = new boolean[buffers.size()];
        for (int time = 0; time < steps.size(); time++) {
            for (int buffer : used(steps.get(time))) {
                use(buffer, time, time);
                int share = lanes.get(time).share();
                if (share != Lane.ONCE) {
                    shared[buffer] |= regions[buffer] != Lane.ONCE && regions[buffer] != share;
                    regions[buffer] = share;
                }
            }
        }
        for (Instruction step : commit) {
            used(step).forEach(buffer -> use(buffer, steps.size(), steps.size()));
        }
        // What several shares use is taken as long as any of them may be running.
        for (Stage stage : Stage.of(lanes)) {
            for (int time = stage.from(); time < stage.ends().getLast(); time++) {
                for (int buffer : used(steps.get(time))) {
                    if (shared[buffer]) {
                        regions[buffer] = Lane.ONCE;
                        use(buffer, stage.from(), stage.ends().getLast() - 1);
                    }
                }
            }
        }
    }

    private static Set<Integer> used(Instruction step) {
        var used = new HashSet<Integer>();
        step.reads().forEach(view -> used.add(view.buffer()));
        step.writes().forEach(view -> used.add(view.buffer()));
        return used;
    }

    private void use(int buffer, int from, int to) {
        first[buffer] = Math.min(first[buffer], from);
        last[buffer] = Math.max(last[buffer], to);
    }

    private Places places() {
        Long[] starts = new Long[buffers.size()];
        long end = 0;
        var given = new ArrayList<Buffer>();
        var temporaries = new TreeMap<Integer, List<Buffer>>();
        for (Buffer buffer : buffers) {
            switch (buffer.kind()) {
                case Buffer.Stored _ -> starts[buffer.id()] = -1L;
                case Buffer.Given _ -> given.add(buffer);
                case Buffer.Fixed _ -> {
                    starts[buffer.id()] = end;
                    end += aligned(buffer.size());
                }
                case Buffer.Temporary _ -> {
                    if (results.contains(buffer.id())) {
                        starts[buffer.id()] = end;
                        end += aligned(buffer.size());
                    } else if (last[buffer.id()] >= 0) {
                        temporaries
                                .computeIfAbsent(regions[buffer.id()], _ -> new ArrayList<>())
                                .add(buffer);
                    } else {
                        starts[buffer.id()] = -1L;
                    }
                }
            }
        }
        long own = end;
        for (Buffer buffer : given) {
            starts[buffer.id()] = end;
            end += aligned(buffer.size());
        }
        for (List<Buffer> region : temporaries.values()) {
            end = place(region, starts, end);
        }
        return new Places(List.of(starts), own, end);
    }

    /// @param lowest where the region begins
    /// @return where it ends
    private long place(List<Buffer> region, Long[] starts, long lowest) {
        // Largest first: small ones fit into the gaps that are left.
        region.sort(Comparator.comparingLong(Buffer::size).reversed().thenComparing(Buffer::id));
        var placed = new ArrayList<Buffer>();
        long end = lowest;
        for (Buffer buffer : region) {
            long start = gap(buffer, placed, starts, lowest);
            starts[buffer.id()] = start;
            end = Math.max(end, start + aligned(buffer.size()));
            int at = 0;
            while (at < placed.size() && starts[placed.get(at).id()] <= start) {
                at++;
            }
            placed.add(at, buffer);
        }
        return end;
    }

    /// The lowest place that no buffer of an overlapping time takes; `placed` is in order of place.
    private long gap(Buffer buffer, List<Buffer> placed, Long[] starts, long lowest) {
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
