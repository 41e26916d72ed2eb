package dev.kiln.fit;

import dev.kiln.callbacks.Callback;
import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.events.History;
import dev.kiln.events.TrainingEvent;
import dev.kiln.events.TrainingEvent.Reason;
import dev.kiln.graph.Variable;
import dev.kiln.model.FitOptions;
import dev.kiln.runtime.IndexOutOfTable;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/// Runs the steps of one fit, epoch by epoch, and tells callbacks and the watcher.
final class TrainingLoop {
    private static final long BETWEEN_REPORTS = Duration.ofMillis(50).toNanos();

    private final ModelRun run;
    private final Progress progress;
    private final Batches batches;
    private final @Nullable Dataset validation;
    private final FitOptions options;
    private final History history;
    private final List<Callback> callbacks = new ArrayList<>();
    private final FitTrainee trainee;
    private final Backups backups;
    private final LastProgram programs;
    private final int stepsPerEpoch;
    private final boolean readsBatchLogs;
    private final long deadline;
    private long lastReport;
    private boolean hasNoticed;
    private int epochNow;
    private int stepNow;
    private @Nullable StepProgram running;
    private final BooleanSupplier look = this::look;
    private @Nullable Map<Variable, float[]> lastGood;

    /// @param progress counts steps and epochs over all fits
    TrainingLoop(
            ModelRun run,
            Progress progress,
            Batches batches,
            @Nullable Dataset validation,
            FitOptions options,
            History history,
            FitTrainee trainee) {
        this.run = run;
        this.progress = progress;
        this.batches = batches;
        this.validation = validation;
        this.options = options;
        this.history = history;
        this.trainee = trainee;
        options.callbacks().forEach(callback -> callbacks.add(callback.watcher()));
        this.backups =
                new Backups(
                        new FitState(run, progress, batches, options, history, callbacks),
                        callbacks,
                        options.watcher());
        this.programs = new LastProgram(run, Phase.TRAIN);
        int steps = options.stepsPerEpoch() == null ? batches.steps() : options.stepsPerEpoch();
        this.stepsPerEpoch = steps == 0 ? Integer.MAX_VALUE : steps;
        this.readsBatchLogs = callbacks.stream().anyMatch(Callback::readsBatchLogs);
        this.deadline =
                options.timeLimit() == null
                        ? Long.MAX_VALUE
                        : System.nanoTime() + options.timeLimit().toNanos();
    }

    /// @return why the fit ended
    Reason run() {
        var restored = backups.restore().orElse(null);
        var place =
                restored == null
                        ? new FitState.Place(options.initialEpoch(), 0, 0)
                        : restored.place();
        int first = place.epoch();
        lastGood = restored == null ? null : restored.epochBegan();
        tell(
                new TrainingEvent.Started(
                        first,
                        options.epochs(),
                        stepsPerEpoch,
                        batches.total(),
                        validation == null ? 0 : validation.rows(),
                        scoreNames()));
        callbacks.forEach(callback -> callback.onTrainBegin(trainee));
        Reason reason = Reason.ALL_EPOCHS_DONE;
        Map<String, Double> logs = Map.of();
        int epoch = first;
        int step = 0;
        for (; epoch < options.epochs() && reason == Reason.ALL_EPOCHS_DONE; epoch++) {
            var result = epoch(epoch == first ? place : new FitState.Place(epoch, 0, 0));
            reason = result.reason();
            step = result.steps();
            logs = result.logs();
        }
        Map<String, Double> last = logs;
        callbacks.forEach(callback -> callback.onTrainEnd(last, trainee));
        if (reason != Reason.INTERRUPTED && reason != Reason.TIME_IS_UP) {
            backups.finish();
        }
        if (run.compilation().optimizer().settings().useEma() && reason != Reason.LOSS_NOT_FINITE) {
            trainee.endWithAverage(callbacks);
        }
        tell(new TrainingEvent.Stopped(reason, Math.max(epoch - 1, first), step, trainee.why()));
        return reason;
    }

    private record EpochResult(Reason reason, int steps, Map<String, Double> logs) {}

    /// @param place the epoch's beginning, or the step of it after which a backup was made
    private EpochResult epoch(FitState.Place place) {
        long began = System.nanoTime();
        int epoch = place.epoch();
        int step = place.step();
        long rows = place.rows();
        if (step == 0) {
            beginEpoch(epoch);
        }
        Reason reason = Reason.ALL_EPOCHS_DONE;
        while (step < stepsPerEpoch && !batches.isUsedUp() && reason == Reason.ALL_EPOCHS_DONE) {
            batches.take();
            int count = batches.count();
            reason = step(epoch, step);
            if (reason == Reason.INTERRUPTED) {
                break;
            }
            step++;
            rows += count;
            batches.advance();
            report(epoch, step, rows);
            if (reason == Reason.ALL_EPOCHS_DONE && backups.areKept()) {
                backups.write(new FitState.Place(epoch, step, rows), lastGood);
            }
        }
        if (reason != Reason.INTERRUPTED && batches.isUsedUp()) {
            progress.countEpoch();
        }
        if (reason == Reason.LOSS_NOT_FINITE) {
            run.restore(Objects.requireNonNull(lastGood));
            return new EpochResult(reason, step, Map.of());
        }
        var logs = logs(run.scoreValues(), "");
        boolean isWhole = reason == Reason.ALL_EPOCHS_DONE || reason == Reason.CALLBACK;
        if (isWhole && validation != null && options.validatesAfter(epoch)) {
            var judged = judge(validation);
            if (judged == null) {
                reason = Reason.INTERRUPTED;
            } else {
                logs.putAll(logs(judged, "val_"));
                logs = logs(logs, "");
            }
        }
        if (step > 0) {
            var told = logs;
            callbacks.forEach(callback -> callback.onEpochEnd(epoch, told, trainee));
            history.add(epoch, logs);
            tell(
                    new TrainingEvent.EpochDone(
                            epoch,
                            logs,
                            Duration.ofNanos(System.nanoTime() - began),
                            trainee.learningRate()));
        }
        if (reason == Reason.ALL_EPOCHS_DONE && trainee.isStopped()) {
            reason = Reason.CALLBACK;
        }
        if (reason == Reason.ALL_EPOCHS_DONE) {
            backups.write(new FitState.Place(epoch + 1, 0, 0), null);
        }
        return new EpochResult(reason, step, logs);
    }

    private void beginEpoch(int epoch) {
        callbacks.forEach(callback -> callback.onEpochBegin(epoch, trainee));
        lastGood = options.stopWhenNotFinite() ? run.snapshot() : null;
        run.resetScores();
        batches.beginEpoch(progress.epochs());
    }

    private Reason step(int epoch, int step) {
        for (int i = 0; i < callbacks.size(); i++) {
            callbacks.get(i).onTrainBatchBegin(step, trainee);
        }
        StepProgram program = programs.of(batches);
        program.gather(batches.data(), batches.weights(), batches.rows(), batches.from());
        boolean hadNoticed = hasNoticed;
        if (!run(program, epoch, step)) {
            return Reason.INTERRUPTED;
        }
        progress.countStep();
        if (options.stopWhenNotFinite() && hasNoticed) {
            trainee.stopNotFinite();
            return Reason.LOSS_NOT_FINITE;
        }
        if (hasNoticed && !hadNoticed) {
            tell(
                    new TrainingEvent.Warned(
                            "W222",
                            trainee.notFinite().orElse("")
                                    + "; training goes on, but nothing more is learned.",
                            "Usual cause: too high a learning rate. new TerminateOnNaN() among the callbacks stops there."));
        }
        if (!callbacks.isEmpty()) {
            var logs = readsBatchLogs ? logs(run.scoreValues(), "") : Map.<String, Double>of();
            for (int i = 0; i < callbacks.size(); i++) {
                callbacks.get(i).onTrainBatchEnd(step, logs, trainee);
            }
        }
        if (trainee.isStopped()) {
            return Reason.CALLBACK;
        }
        return System.nanoTime() > deadline ? Reason.TIME_IS_UP : Reason.ALL_EPOCHS_DONE;
    }

    private boolean run(StepProgram program, int epoch, int step) {
        running = program;
        epochNow = epoch;
        stepNow = step;
        try {
            return program.run(options.seed(), progress.steps(), options.stop(), look);
        } catch (IndexOutOfTable e) {
            throw new UserError(
                    "E210",
                    e.getMessage(),
                    "Correct the data, or give the embedding more rows.",
                    e);
        }
    }

    /// Looks at a step before its commit: the weights still are those that it began with.
    ///
    /// @return true: as in Keras the step is taken whatever comes out of it
    private boolean look() {
        StepProgram program = Objects.requireNonNull(running);
        if (!hasNoticed && !run.isFinite(program)) {
            hasNoticed = true;
            trainee.notice(
                    new NotFinite(
                            program.loss(),
                            epochNow,
                            stepNow,
                            run.firstNotFinite(program, options.seed(), progress.steps())));
        }
        return true;
    }

    /// Scores on other rows; null where it was interrupted.
    private @Nullable Map<String, Double> judge(Dataset data) {
        int batch =
                options.validationBatchSize() == null
                        ? options.batchSize()
                        : options.validationBatchSize();
        return new Judging(
                        run,
                        RowBatches.inOrder(data, batch),
                        options.validationSteps(),
                        callbacks,
                        trainee)
                .run(options.stop());
    }

    private void report(int epoch, int step, long rows) {
        long now = System.nanoTime();
        if (now - lastReport >= BETWEEN_REPORTS) {
            lastReport = now;
            tell(new TrainingEvent.StepsDone(epoch, step, stepsPerEpoch, rows, run.meanLoss()));
        }
    }

    private void tell(TrainingEvent event) {
        options.watcher().accept(event);
    }

    private List<String> scoreNames() {
        var names = new ArrayList<>(new TreeMap<>(run.scoreValues()).keySet());
        if (validation != null) {
            names.addAll(names.stream().map(name -> "val_" + name).toList());
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /// In alphabetical order, as Keras keeps them.
    static Map<String, Double> logs(Map<String, Double> scores, String prefix) {
        var logs = new LinkedHashMap<String, Double>();
        new TreeMap<>(scores).forEach((name, value) -> logs.put(prefix + name, value));
        return logs;
    }
}
