package dev.kiln.magics.training;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// How much longer a fit takes, from what it did so far. The first second is not counted on: the Java compiler, ND4J
/// and the caches are still getting ready, so that steps then take many times what they take later.
///
/// Moments are nanoseconds since the fit began.
final class TimeLeft {
    private static final long WARM_UP = Duration.ofSeconds(1).toNanos();
    private static final long SOUND = Duration.ofSeconds(2).toNanos();
    private static final int EPOCHS = 5;
    private static final int MOST_EPOCHS = 500;
    private static final int STEPS_AT_LEAST = 5;

    private final int epochs;
    private final Deque<Long> ends = new ArrayDeque<>();
    private long warmAt = -1;
    private double warmShare;
    private int warmEpoch;
    private long now;
    private int epoch;
    private int step;
    private int steps = 1;

    /// @param epochs to be done in all, from 1
    TimeLeft(int epochs) {
        this.epochs = epochs;
    }

    /// @param epoch that runs, from 0
    /// @param step  steps of it that are done
    void stepDone(long moment, int epoch, int step, int steps) {
        now = moment;
        this.epoch = epoch;
        this.step = step;
        this.steps = Math.max(1, steps);
        if (warmAt < 0 && moment >= WARM_UP) {
            warmAt = moment;
            warmEpoch = epoch;
            warmShare = (double) step / this.steps;
        }
    }

    /// With its validation.
    void epochDone(long moment, int epoch) {
        now = moment;
        this.epoch = epoch + 1;
        step = 0;
        ends.addLast(moment);
        if (ends.size() > MOST_EPOCHS) {
            ends.removeFirst();
        }
    }

    /// Empty until it is known soundly.
    ///
    /// @param moment not before the last event
    Optional<Duration> at(long moment) {
        if (moment < SOUND) {
            return Optional.empty();
        }
        double share = (double) step / steps;
        double left = Math.max(0, epochs - epoch - share);
        double each = epochNanos();
        if (Double.isNaN(each)) {
            each = epochBySteps(share);
        }
        return Double.isNaN(each)
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, (long) (left * each) - (moment - now))));
    }

    /// The median of the last epochs; where epochs are quick, of those of the last second. The first epoch of a fit
    /// begins cold and is no measure.
    private double epochNanos() {
        List<Long> took = new ArrayList<>();
        Long later = null;
        long last = ends.isEmpty() ? 0 : ends.getLast();
        for (var walk = ends.descendingIterator(); walk.hasNext(); ) {
            long end = walk.next();
            if (later != null) {
                took.add(later - end);
            }
            if (took.size() >= EPOCHS && last - end >= WARM_UP) {
                break;
            }
            later = end;
        }
        if (took.isEmpty()) {
            return Double.NaN;
        }
        took.sort(null);
        return took.get(took.size() / 2);
    }

    /// What an epoch takes at the pace of the steps since the warm-up, in its first epoch.
    private double epochBySteps(double share) {
        double done = epoch - warmEpoch + share - warmShare;
        boolean isEnough = warmAt >= 0 && done * steps >= STEPS_AT_LEAST;
        return isEnough ? (now - warmAt) / done : Double.NaN;
    }
}
