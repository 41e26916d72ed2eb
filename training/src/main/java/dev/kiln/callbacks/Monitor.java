package dev.kiln.callbacks;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

/// Compares a monitored score with the best so far, as Keras' `MonitorCallback` does.
final class Monitor {
    private final String callback;
    private final String score;
    private final Mode mode;
    private final double minDelta;
    private @Nullable Boolean higherIsBetter;

    Monitor(String callback, String score, Mode mode, double minDelta) {
        this.callback = callback;
        this.score = score;
        this.mode = mode;
        this.minDelta = Math.abs(minDelta);
    }

    /// Whether `value` beats `reference` by more than the least difference; anything beats nothing.
    ///
    /// @throws UserError where nobody knows which way the score gets better
    boolean isImprovement(double value, @Nullable Double reference, Trainee trainee) {
        boolean up = direction(trainee);
        if (reference == null) {
            return true;
        }
        return up ? value - minDelta > reference : value + minDelta < reference;
    }

    /// @throws UserError where nobody knows which way the score gets better
    void check(Trainee trainee) {
        direction(trainee);
    }

    private boolean direction(Trainee trainee) {
        if (higherIsBetter == null) {
            higherIsBetter =
                    switch (mode) {
                        case MIN -> false;
                        case MAX -> true;
                        case AUTO -> automatic(trainee);
                    };
        }
        return higherIsBetter;
    }

    private boolean automatic(Trainee trainee) {
        String name = score.startsWith("val_") ? score.substring(4) : score;
        if (name.equals("loss")) {
            return false;
        }
        return trainee.higherIsBetter(name)
                .orElseThrow(
                        () ->
                                new UserError(
                                        "E152",
                                        callback
                                                + " does not know whether more or less of "
                                                + score
                                                + " is better.",
                                        "Type: "
                                                + callback
                                                + "(monitor="
                                                + score
                                                + ", mode=max)   or mode=min"));
    }
}
