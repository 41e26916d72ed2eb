package dev.kiln.schedules;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// One learning rate for all steps. The optimizer keeps it in a variable, so that callbacks can change
/// it while training runs.
///
/// @param rate above 0
public record ConstantRate(double rate) implements Schedule {
    public ConstantRate {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new UserError(
                    "E143",
                    "learning_rate=" + number(rate) + " must be above 0.",
                    "Type: learning_rate=0.001");
        }
    }

    @Override
    public Tensor rate(Tensor step) {
        return step.graph().constant(rate);
    }

    private static String number(double rate) {
        return rate == Math.rint(rate) && Math.abs(rate) < 1e9
                ? String.valueOf((long) rate)
                : String.valueOf(rate);
    }

    /// As a user types it.
    @Override
    public String toString() {
        return number(rate);
    }
}
