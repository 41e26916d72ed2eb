package dev.kiln.fit;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Trainee;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Scores of a model on rows, batch by batch, in their order. No parameter changes.
final class Judging {
    private final ModelRun run;
    private final Batches batches;
    private final @Nullable Integer steps;
    private final List<Callback> callbacks;
    private final Trainee trainee;
    private long rows;

    Judging(
            ModelRun run,
            Batches batches,
            @Nullable Integer steps,
            List<Callback> callbacks,
            Trainee trainee) {
        this.run = run;
        this.batches = batches;
        this.steps = steps;
        this.callbacks = callbacks;
        this.trainee = trainee;
    }

    /// @return the scores in the order of compile; null where it was interrupted
    @Nullable Map<String, Double> run(BooleanSupplier stop) {
        callbacks.forEach(callback -> callback.onTestBegin(trainee));
        boolean readsLogs = callbacks.stream().anyMatch(Callback::readsBatchLogs);
        batches.beginEpoch(0);
        int step = 0;
        var programs = new LastProgram(run, Phase.EVALUATE);
        while (!batches.isUsedUp() && (steps == null || step < steps)) {
            int batch = step;
            for (int i = 0; i < callbacks.size(); i++) {
                callbacks.get(i).onTestBatchBegin(batch, trainee);
            }
            batches.take();
            StepProgram program = programs.of(batches);
            if (step == 0) {
                run.resetScores();
            }
            program.gather(batches.data(), batches.weights(), batches.rows(), batches.from());
            if (!program.run(0, step, stop)) {
                return null;
            }
            rows += batches.count();
            if (!callbacks.isEmpty()) {
                var logs =
                        readsLogs
                                ? TrainingLoop.logs(run.scoreValues(), "")
                                : Map.<String, Double>of();
                callbacks.forEach(callback -> callback.onTestBatchEnd(batch, logs, trainee));
            }
            batches.advance();
            step++;
        }
        var scores = run.scoreValues();
        var logs = TrainingLoop.logs(scores, "");
        callbacks.forEach(callback -> callback.onTestEnd(logs, trainee));
        return scores;
    }

    /// How many rows were judged on.
    long rows() {
        return rows;
    }
}
