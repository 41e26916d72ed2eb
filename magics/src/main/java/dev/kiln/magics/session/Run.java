package dev.kiln.magics.session;

import dev.kiln.events.History;
import dev.kiln.events.TrainingEvent.Reason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One fit of the session.
public final class Run {
    private final int number;
    private final String name;
    private final History history;
    private Duration took = Duration.ZERO;
    private @Nullable Reason reason;
    private String message = "";

    /// @param number counted from 1
    /// @param name   as the user gave it, else the model's
    public Run(int number, String name, History history) {
        this.number = number;
        this.name = name;
        this.history = history;
    }

    public int number() {
        return number;
    }

    public String name() {
        return name;
    }

    public History history() {
        return history;
    }

    /// Training and validation, so far.
    public synchronized Duration took() {
        return took;
    }

    /// Why it ended; empty while it runs.
    public synchronized Optional<Reason> stopReason() {
        return Optional.ofNullable(reason);
    }

    /// More on why it ended.
    public synchronized String message() {
        return message;
    }

    public synchronized void progressed(Duration took) {
        this.took = took;
    }

    public synchronized void ended(Reason reason, String message, Duration took) {
        this.reason = reason;
        this.message = message;
        this.took = took;
    }

    /// The score that epochs are compared by: `val_loss` where there is one, else `loss`.
    public String monitor() {
        return history.names().contains("val_loss") ? "val_loss" : "loss";
    }

    /// Place of the best epoch in the history; empty where none is done.
    public Optional<Integer> best() {
        if (!history.names().contains(monitor())) {
            return Optional.empty();
        }
        double[] values = history.get(monitor());
        int best = -1;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i]) && (best < 0 || values[i] < values[best])) {
                best = i;
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(best + history.epochs().size() - values.length);
    }

    @Override
    public String toString() {
        return "run " + number + " \"" + name + "\"";
    }
}
