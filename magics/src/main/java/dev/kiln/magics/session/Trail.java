package dev.kiln.magics.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The steps that can be taken back: the last ten, of at most 512 MB together.
public final class Trail {
    private static final int MOST_STEPS = 10;
    private static final long MOST_BYTES = 512L << 20;

    /// @param line   as it was typed
    /// @param before how things were before it
    public record Step(String line, Moment before) {}

    private final Deque<Step> done = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();

    /// Adds a step; those that were taken back before cannot come again.
    void add(String line, Moment before) {
        undone.clear();
        push(done, new Step(line, before));
    }

    private static void push(Deque<Step> to, Step step) {
        to.push(step);
        while (to.size() > MOST_STEPS
                || to.stream().mapToLong(kept -> kept.before().bytes()).sum() > MOST_BYTES) {
            to.removeLast();
        }
    }

    /// Takes the last step back; empty where there is none.
    Optional<Step> undo(Session session) {
        return move(done, undone, session);
    }

    /// Does again what was taken back last; empty where there is nothing.
    Optional<Step> redo(Session session) {
        return move(undone, done, session);
    }

    private static Optional<Step> move(Deque<Step> from, Deque<Step> to, Session session) {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Step step = from.pop();
        Moment now = Moment.of(session);
        step.before().restore(session);
        push(to, new Step(step.line(), now));
        return Optional.of(step);
    }

    /// The newest first.
    public List<Step> steps() {
        return new ArrayList<>(done);
    }

    /// Those taken back, the one that comes again first at the front.
    public List<Step> undone() {
        return new ArrayList<>(undone);
    }
}
