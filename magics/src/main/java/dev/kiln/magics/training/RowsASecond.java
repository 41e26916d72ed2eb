package dev.kiln.magics.training;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How fast a fit goes now: rows a second over the last five, so that its slow start is soon forgotten.
final class RowsASecond {
    private static final long WINDOW = Duration.ofSeconds(5).toNanos();
    private static final long LEAST = Duration.ofMillis(200).toNanos();

    private final Deque<long[]> seen = new ArrayDeque<>();

    /// @param moment nanoseconds since the fit began
    /// @param rows   trained on since then
    void add(long moment, long rows) {
        if (!seen.isEmpty() && moment - seen.getLast()[0] < LEAST && seen.size() > 1) {
            seen.removeLast();
        }
        seen.addLast(new long[] {moment, rows});
        while (moment - seen.getFirst()[0] > WINDOW && seen.size() > 2) {
            seen.removeFirst();
        }
    }

    /// Not-a-number until it can be told.
    double now() {
        if (seen.size() < 2) {
            return Double.NaN;
        }
        long time = seen.getLast()[0] - seen.getFirst()[0];
        return time < LEAST ? Double.NaN : (seen.getLast()[1] - seen.getFirst()[1]) * 1e9 / time;
    }
}
