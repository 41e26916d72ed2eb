package dev.kiln.magics.output;

import java.time.Duration;
import java.util.Locale;

/// Durations as Kiln writes them.
public final class Times {
    private Times() {}

    /// A clock: `0:21`, `1:01`, `1:05:09`. Parts of a second are rounded down.
    public static String clock(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60);
    }

    /// A length of time with its unit: `0.4 ms`, `12 ms`, `3.0 s`, from a minute on as a clock.
    public static String length(Duration time) {
        double millis = time.toNanos() / 1e6;
        if (millis < 9.95) {
            return String.format(Locale.ROOT, "%.1f ms", Math.max(0, millis));
        }
        if (millis < 999.5) {
            return String.format(Locale.ROOT, "%.0f ms", millis);
        }
        return millis < 59_950 ? String.format(Locale.ROOT, "%.1f s", millis / 1000) : clock(time);
    }
}
