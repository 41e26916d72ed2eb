package dev.kiln.runtime;

import dev.kiln.plan.Instruction;

import java.util.ArrayList;
import java.util.Comparator;

/// Where the time of a program goes, kernel by kernel.
public final class Profile {
    private Profile() {}

    /// @return the kernels that took longest, with microseconds a run
    public static String of(Execution execution, int runs, int most) {
        var program = execution.program();
        long[] nanoseconds = new long[program.steps().size()];
        for (int i = 0; i < runs; i++) {
            execution.measure(1, i, nanoseconds);
        }
        var lines = new ArrayList<Integer>();
        for (int i = 0; i < nanoseconds.length; i++) {
            lines.add(i);
        }
        lines.sort(Comparator.comparingLong(i -> -nanoseconds[i]));
        var text = new StringBuilder();
        for (int i : lines.subList(0, Math.min(most, lines.size()))) {
            Instruction step = program.steps().get(i);
            String line = step.getClass().getSimpleName() + " " + step.writes() + " = " + step;
            text.append(
                    "%9.1f  %s%n"
                            .formatted(
                                    nanoseconds[i] / 1e3 / runs,
                                    line.substring(0, Math.min(210, line.length()))));
        }
        return text.toString();
    }
}
