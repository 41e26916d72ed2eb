package dev.kiln.benchmarks;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Trainee;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// When each step of a fit ended.
final class StepTimes implements Callback {
    private static final int STEPS = 100;
    private static final int MOST = 100_000;
    private static final long WINDOW = 200_000_000L;
    private static final long LONGEST = 8_000_000_000L;

    private final List<Long> ends = new ArrayList<>();
    private long began = System.nanoTime();

    @Override
    public void onTrainBegin(Trainee trainee) {
        began = System.nanoTime();
    }

    @Override
    public void onTrainBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {
        ends.add(System.nanoTime());
    }

    @Override
    public boolean readsBatchLogs() {
        return false;
    }

    /// Whether enough steps are done to know both.
    boolean isEnough() {
        return ends.size() >= MOST || System.nanoTime() - began > LONGEST && ends.size() > 1;
    }

    /// Microseconds of one of the first hundred steps; of the first half where there are fewer than two hundred.
    double first() {
        int steps = Math.min(STEPS, ends.size() / 2);
        return (ends.get(steps - 1) - began) / 1e3 / steps;
    }

    /// Microseconds of a step in each fifth of a second, from the first on; a step counts where it ends.
    List<Double> windows() {
        var windows = new ArrayList<Double>();
        int steps = 0;
        long last = began;
        for (long end : ends) {
            steps++;
            if (end - last >= WINDOW) {
                windows.add((end - last) / 1e3 / steps);
                last = end;
                steps = 0;
            }
        }
        return windows;
    }

    /// Microseconds of one of the last hundred steps, or of the second half.
    double later() {
        int steps = Math.min(STEPS, ends.size() / 2);
        return (ends.getLast() - ends.get(ends.size() - 1 - steps)) / 1e3 / steps;
    }
}
