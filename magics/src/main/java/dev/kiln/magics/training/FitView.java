package dev.kiln.magics.training;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.EarlyStopping;
import dev.kiln.events.TrainingEvent;
import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.Look;
import dev.kiln.magics.drawing.card.EpochRow;
import dev.kiln.magics.drawing.card.FitProgress;
import dev.kiln.magics.drawing.card.StopButton;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Messages;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.session.Run;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Draws a fit while it runs: one display, replaced in place at most four times a second by a thread of its
/// own, for about a hundredth of the time, and at least every two seconds. A fit of less than a second is drawn once.
final class FitView implements Consumer<TrainingEvent>, AutoCloseable {
    private static final long FIRST_FRAME = Duration.ofMillis(800).toNanos();
    private static final int COST = 100;
    private static final long UNTIL_BEGUN = Duration.ofMillis(50).toNanos();
    private static final long LONGEST_WAIT = Duration.ofSeconds(2).toNanos();

    private final Notebook notebook;
    private final Run run;
    private final int epochs;
    private final int rowCount;
    private final boolean quiet;
    private final boolean atMost;
    private final RecordKeeper keeper;
    private final FitEnd ending;
    private final Drawing drawing = new Drawing();
    private final long betweenFrames = Look.current().between().toNanos();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final long began = System.nanoTime();
    private final List<EpochRow> rows = new ArrayList<>();
    private final TimeLeft timeLeft;
    private List<String> names = List.of();
    private int epoch = 1;
    private int step;
    private int steps = 1;
    private final RowsASecond speed = new RowsASecond();
    private double learningRate = Double.NaN;
    private TrainingEvent.@Nullable Stopped stopped;
    private boolean isOver;
    private final @Nullable Thread drawer;
    private Notebook.@Nullable LiveDisplay display;

    /// @param epochs number of the last epoch
    FitView(
            Notebook notebook,
            Run run,
            int epochs,
            int rowCount,
            boolean quiet,
            List<Callback> callbacks,
            RecordKeeper keeper) {
        this.keeper = keeper;
        this.notebook = notebook;
        this.run = run;
        this.epochs = epochs;
        this.rowCount = rowCount;
        this.quiet = quiet;
        this.atMost = callbacks.stream().anyMatch(callback -> callback instanceof EarlyStopping);
        this.timeLeft = new TimeLeft(epochs);
        this.ending = new FitEnd(run, epochs, callbacks);
        this.drawer =
                quiet ? null : Thread.ofPlatform().daemon().name("kiln fit card").start(this::draw);
    }

    @Override
    public void accept(TrainingEvent event) {
        lock.lock();
        try {
            switch (event) {
                case TrainingEvent.Started started -> {
                    names = ordered(started.scores());
                    steps = started.stepsPerEpoch();
                    epoch = started.initialEpoch() + 1;
                }
                case TrainingEvent.StepsDone done -> {
                    epoch = done.epoch() + 1;
                    step = done.step();
                    speed.add(elapsed().toNanos(), (long) done.epoch() * rowCount + done.rows());
                    timeLeft.stepDone(elapsed().toNanos(), done.epoch(), step, steps);
                }
                case TrainingEvent.EpochDone done -> {
                    rows.add(
                            new EpochRow(
                                    done.epoch() + 1,
                                    names.stream()
                                            .map(
                                                    name ->
                                                            done.scores()
                                                                    .getOrDefault(name, Double.NaN))
                                            .toList(),
                                    Optional.of(done.took()),
                                    untaken(done.scores().keySet())));
                    timeLeft.epochDone(elapsed().toNanos(), done.epoch());
                    learningRate = done.learningRate();
                    epoch = done.epoch() + 1;
                    step = steps;
                    speed.add(elapsed().toNanos(), (done.epoch() + 1L) * rowCount);
                    run.progressed(elapsed());
                    run.paced(new Run.Pace(done.learningRate(), done.took(), steps));
                    keeper.epochDone();
                }
                case TrainingEvent.Warned warned ->
                        notebook.show(
                                Messages.warning(
                                        warned.code(), warned.problem() + " " + warned.remedy()));
                case TrainingEvent.Stopped end -> {
                    stopped = end;
                    step = end.step();
                    run.ended(end.reason(), end.message(), elapsed());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void draw() {
        lock.lock();
        try {
            long wait = FIRST_FRAME;
            while (!isOver) {
                if (wait > 0) {
                    wait = ended.awaitNanos(wait);
                    continue;
                }
                if (names.isEmpty()) {
                    // Before the fit has begun its columns and charts are not known, and so not the
                    // card's height.
                    wait = UNTIL_BEGUN;
                    continue;
                }
                FitProgress progress = progress(true);
                Optional<StopButton> button = notebook.kernelId().map(StopButton::new);
                lock.unlock();
                long from = System.nanoTime();
                try {
                    show(drawing.fit().live(progress, button));
                } finally {
                    lock.lock();
                }
                wait = pause(System.nanoTime() - from, betweenFrames);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// How long after a frame the next one waits: a slow one must not freeze the card.
    ///
    /// @param cost  nanoseconds that the frame took
    /// @param least nanoseconds from frame to frame
    static long pause(long cost, long least) {
        return Math.max(least, Math.min(COST * cost, LONGEST_WAIT));
    }

    private void show(Output output) {
        Notebook.LiveDisplay shown = display;
        if (shown == null) {
            display = notebook.live(output);
        } else {
            shown.update(output);
        }
    }

    /// Places of the names that an epoch gave no score for: one that was interrupted is not validated.
    private Set<Integer> untaken(Set<String> scores) {
        return IntStream.range(0, names.size())
                .filter(i -> !scores.contains(names.get(i)))
                .boxed()
                .collect(Collectors.toSet());
    }

    private FitProgress progress(boolean isRunning) {
        var all = new ArrayList<>(rows);
        boolean isBetween = !rows.isEmpty() && rows.getLast().epoch() == epoch;
        if (isRunning && !isBetween) {
            all.add(
                    new EpochRow(
                            epoch, names.stream().map(_ -> Double.NaN).toList(), Optional.empty()));
        }
        return new FitProgress(
                "run " + run.number(),
                run.name(),
                epoch,
                epochs,
                step,
                steps,
                elapsed(),
                timeLeft.at(elapsed().toNanos()),
                atMost,
                speed.now(),
                learningRate,
                names,
                all,
                run.monitor(),
                run.best()
                        .map(place -> OptionalInt.of(run.history().epochs().get(place) + 1))
                        .orElse(OptionalInt.empty()),
                0);
    }

    /// `loss` and its validation first, then the metrics.
    static List<String> ordered(List<String> names) {
        var ordered = new ArrayList<String>();
        for (String name : List.of("loss", "val_loss")) {
            if (names.contains(name)) {
                ordered.add(name);
            }
        }
        for (String name : names) {
            if (!name.startsWith("val_") && !ordered.contains(name)) {
                ordered.add(name);
                if (names.contains("val_" + name)) {
                    ordered.add("val_" + name);
                }
            }
        }
        return ordered;
    }

    /// Ends the drawing; the last frame stays.
    @Override
    public void close() {
        lock.lock();
        try {
            isOver = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        Thread thread = drawer;
        if (thread == null) {
            end();
            return;
        }
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    private void end() {
        TrainingEvent.Stopped end = stopped;
        if (end == null) {
            return;
        }
        FitProgress last = progress(false);
        String headline = ending.headline(end, rows.size(), elapsed());
        var advice = ending.advice(end);
        keeper.keep(headline);
        run.shownBy(() -> drawing.fit().finished(last, headline, advice));
        if (!quiet) {
            run.card().ifPresent(this::show);
        }
    }
}
