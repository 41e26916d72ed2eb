package dev.kiln.plan;

import dev.kiln.shares.Lane;

import java.util.ArrayList;
import java.util.List;

/// Steps of a [Program] that lie one behind the other, in one lane or in several: what is in different lanes may run at the same time.
///
/// @param from first step
/// @param ends of each lane, the step behind its last
public record Stage(int from, List<Integer> ends) {
    public Stage {
        ends = List.copyOf(ends);
    }

    /// Where a lane begins.
    public int start(int lane) {
        return lane == 0 ? from : ends.get(lane - 1);
    }

    /// @param lanes of each step, never falling
    static List<Stage> of(List<Lane> lanes) {
        var stages = new ArrayList<Stage>();
        int from = 0;
        var ends = new ArrayList<Integer>();
        for (int step = 1; step <= lanes.size(); step++) {
            boolean isLast = step == lanes.size();
            if (isLast || !lanes.get(step).equals(lanes.get(step - 1))) {
                ends.add(step);
            }
            if (isLast || lanes.get(step).level() != lanes.get(step - 1).level()) {
                stages.add(new Stage(from, ends));
                from = step;
                ends.clear();
            }
        }
        return stages;
    }
}
