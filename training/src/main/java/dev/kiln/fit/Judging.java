package dev.kiln.fit;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.Trainee;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Scores of a model on rows, batch by batch, in their order. No parameter changes.
final class Judging {
    private final ModelRun run;
    private final Dataset data;
    private final @Nullable FloatArray rowWeights;
    private final int batchSize;
    private final @Nullable Integer steps;
    private final List<Callback> callbacks;
    private final Trainee trainee;

    Judging(
            ModelRun run,
            Dataset data,
            @Nullable FloatArray rowWeights,
            int batchSize,
            @Nullable Integer steps,
            List<Callback> callbacks,
            Trainee trainee) {
        this.run = run;
        this.data = data;
        this.rowWeights = rowWeights;
        this.batchSize = batchSize;
        this.steps = steps;
        this.callbacks = callbacks;
        this.trainee = trainee;
    }

    /// @return the scores in the order of compile; null where it was interrupted
    @Nullable Map<String, Double> run(BooleanSupplier stop) {
        callbacks.forEach(callback -> callback.onTestBegin(trainee));
        int[] rows = IntStream.range(0, data.rows()).toArray();
        boolean readsLogs = callbacks.stream().anyMatch(Callback::readsBatchLogs);
        run.program(Phase.EVALUATE, data, Math.min(batchSize, rows.length), rowWeights);
        run.resetScores();
        int step = 0;
        for (int from = 0;
                from < rows.length && (steps == null || step < steps);
                from += batchSize) {
            int batch = step;
            callbacks.forEach(callback -> callback.onTestBatchBegin(batch, trainee));
            int count = Math.min(batchSize, rows.length - from);
            StepProgram program = run.program(Phase.EVALUATE, data, count, rowWeights);
            program.gather(data, rowWeights, rows, from);
            if (!program.run(0, step, stop)) {
                return null;
            }
            if (!callbacks.isEmpty()) {
                var logs =
                        readsLogs
                                ? TrainingLoop.logs(run.scoreValues(), "")
                                : Map.<String, Double>of();
                callbacks.forEach(callback -> callback.onTestBatchEnd(batch, logs, trainee));
            }
            step++;
        }
        var scores = run.scoreValues();
        var logs = TrainingLoop.logs(scores, "");
        callbacks.forEach(callback -> callback.onTestEnd(logs, trainee));
        return scores;
    }
}
