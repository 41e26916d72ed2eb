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
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.output.Times;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Draws a fit while it runs: one display, replaced in place at most four times a second by a thread of its
/// own, and never for more than a hundredth of the time. A fit of less than a second is drawn once.
final class FitView implements Consumer<TrainingEvent>, AutoCloseable {
    private static final long FIRST_FRAME = Duration.ofMillis(800).toNanos();
    private static final int COST = 100;
    private static final int ETA_EPOCHS = 5;
    private static final Pattern RATE = Pattern.compile("learning_rate=([0-9][0-9.e+-]*)");
    private static final double USUAL_RATE = 0.001;

    private final Notebook notebook;
    private final Run run;
    private final int epochs;
    private final int rowCount;
    private final boolean quiet;
    private final boolean atMost;
    private final RecordKeeper keeper;
    private final Optional<EarlyStopping> restoring;
    private final Drawing drawing = new Drawing();
    private final long betweenFrames = Look.current().between().toNanos();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final long began = System.nanoTime();
    private final List<EpochRow> rows = new ArrayList<>();
    private final List<Duration> times = new ArrayList<>();
    private List<String> names = List.of();
    private int epoch = 1;
    private int step;
    private int steps = 1;
    private long rowsDone;
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
        this.restoring =
                callbacks.stream()
                        .filter(EarlyStopping.class::isInstance)
                        .map(EarlyStopping.class::cast)
                        .filter(EarlyStopping::restoreBestWeights)
                        .findFirst();
        this.drawer =
                quiet ? null : Thread.ofPlatform().daemon().name("kiln fit card").start(this::draw);
    }

    @Override
    public void accept(TrainingEvent event) {
        lock.lock();
        try {
            switch (event) {
                case TrainingEvent.Started started -> {
                    names = started.scores();
                    steps = started.stepsPerEpoch();
                    epoch = started.initialEpoch() + 1;
                }
                case TrainingEvent.StepsDone done -> {
                    epoch = done.epoch() + 1;
                    step = done.step();
                    rowsDone = (long) done.epoch() * rowCount + done.rows();
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
                    times.add(done.took());
                    learningRate = done.learningRate();
                    epoch = done.epoch() + 1;
                    step = steps;
                    rowsDone = (long) (done.epoch() + 1) * rowCount;
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
                FitProgress progress = progress(true);
                Optional<StopButton> button = notebook.kernelId().map(StopButton::new);
                lock.unlock();
                long from = System.nanoTime();
                try {
                    show(drawing.fit().live(progress, button));
                } finally {
                    lock.lock();
                }
                wait = Math.max(betweenFrames, COST * (System.nanoTime() - from));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
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
        boolean isBetween = rows.stream().anyMatch(row -> row.epoch() == epoch);
        if (isRunning && !isBetween) {
            all.add(
                    new EpochRow(
                            epoch, names.stream().map(_ -> Double.NaN).toList(), Optional.empty()));
        }
        double seconds = elapsed().toNanos() / 1e9;
        return new FitProgress(
                "run " + run.number(),
                run.name(),
                epoch,
                epochs,
                step,
                steps,
                elapsed(),
                left(),
                atMost,
                rowsDone == 0 ? Double.NaN : rowsDone / seconds,
                learningRate,
                ordered(names),
                all.stream().map(row -> reordered(row)).toList(),
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

    private EpochRow reordered(EpochRow row) {
        return new EpochRow(
                row.epoch(),
                ordered(names).stream().map(name -> row.values().get(names.indexOf(name))).toList(),
                row.took(),
                row.untaken().stream()
                        .map(place -> ordered(names).indexOf(names.get(place)))
                        .collect(Collectors.toSet()));
    }

    /// For the whole fit: the median of the last epochs, validation included.
    private Optional<Duration> left() {
        if (times.isEmpty()) {
            double share = (double) step / steps;
            return elapsed().toSeconds() < 2 || share == 0
                    ? Optional.empty()
                    : Optional.of(
                            Duration.ofNanos((long) (elapsed().toNanos() * (epochs / share - 1))));
        }
        var last =
                times.subList(Math.max(0, times.size() - ETA_EPOCHS), times.size()).stream()
                        .sorted()
                        .toList();
        Duration each = last.get(last.size() / 2);
        double done = rows.size() + (step < steps ? (double) step / steps : 0);
        return Optional.of(Duration.ofNanos((long) (each.toNanos() * Math.max(epochs - done, 0))));
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
        String headline = headline(end);
        var advice = advice(end);
        keeper.keep(headline);
        run.shownBy(() -> drawing.fit().finished(last, headline, advice));
        if (!quiet) {
            run.card().ifPresent(this::show);
        }
    }

    private String headline(TrainingEvent.Stopped end) {
        String where = "epoch " + (end.epoch() + 1) + " of " + epochs + ", step " + end.step();
        String done =
                rows.size()
                        + (rows.size() == 1 ? " epoch" : " epochs")
                        + " in "
                        + Times.clock(elapsed())
                        + ".";
        return switch (end.reason()) {
            case ALL_EPOCHS_DONE -> "finished: " + done + best();
            case CALLBACK ->
                    "stopped by a callback"
                            + (end.message().isEmpty() ? "" : ", " + end.message())
                            + ": "
                            + done
                            + best();
            case TIME_IS_UP -> "stopped when its time was up: " + done + best();
            case INTERRUPTED ->
                    "stopped by you at " + where + ". Weights and history kept." + best();
            case LOSS_NOT_FINITE ->
                    "stopped: " + end.message() + "; the weights of the epoch before are back.";
        };
    }

    private String best() {
        return run.best()
                .map(
                        place -> {
                            double value = run.history().byEpoch(run.monitor())[place];
                            return " Best "
                                    + run.monitor()
                                    + " "
                                    + Numbers.score(value)
                                    + " at epoch "
                                    + (run.history().epochs().get(place) + 1)
                                    + ".";
                        })
                .orElse("");
    }

    private boolean bestIsEarlier() {
        return run.best().isPresent() && run.best().get() < run.history().epochs().size() - 1;
    }

    /// Whose weights the model has, where they are not the last epoch's or need not be.
    private String whichWeights() {
        if (restoring.isPresent()) {
            return "The weights with the best " + restoring.get().monitor() + " are back.     ";
        }
        if (!bestIsEarlier()) {
            return "";
        }
        int best = run.history().epochs().get(run.best().orElse(0)) + 1;
        return "Epoch "
                + best
                + " was best. For its weights: %runs restore "
                + run.number()
                + " best     ";
    }

    private List<String> advice(TrainingEvent.Stopped end) {
        return switch (end.reason()) {
            case ALL_EPOCHS_DONE, CALLBACK, TIME_IS_UP ->
                    List.of(whichWeights() + "Next: %evaluate");
            case INTERRUPTED -> List.of("Go on: %fit more=" + Math.max(epochs - end.epoch(), 1));
            case LOSS_NOT_FINITE ->
                    List.of(
                            "Usual cause: too high a learning rate. Type: "
                                    + FindRate.line(run.settings(), typedRate() / 10)
                                    + "   or look for one with %lr_find");
        };
    }

    private double typedRate() {
        var typed = RATE.matcher(run.settings().getOrDefault("optimizer", ""));
        return typed.find() ? Double.parseDouble(typed.group(1)) : USUAL_RATE;
    }
}
