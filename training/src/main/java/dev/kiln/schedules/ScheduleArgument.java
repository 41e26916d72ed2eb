package dev.kiln.schedules;

import dev.kiln.catalog.UserError;

/// Checks that several schedules share.
final class ScheduleArgument {
    private ScheduleArgument() {}

    static void requirePositive(String name, int steps) {
        if (steps <= 0) {
            throw new UserError(
                    "E143", name + "=" + steps + " must be above 0.", "Type: " + name + "=1000");
        }
    }
}
