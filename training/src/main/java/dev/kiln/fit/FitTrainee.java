package dev.kiln.fit;

import dev.kiln.callbacks.Callback;
import dev.kiln.callbacks.SwapEMAWeights;
import dev.kiln.callbacks.Trainee;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.optimizers.OptimizerStep;
import dev.kiln.plan.Plan;
import dev.kiln.runtime.Execution;
import dev.kiln.schedules.ConstantRate;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What callbacks may do to a model while it is trained.
final class FitTrainee implements Trainee {
    private final ModelRun run;
    private final Progress progress;
    private final ModelWriter writer;
    private @Nullable Execution rate;
    private boolean isStopped;
    private String why = "";
    private @Nullable NotFinite notFinite;

    /// Writes a model to a file.
    @FunctionalInterface
    interface ModelWriter {
        void save(Path file) throws IOException;
    }

    record Copy(float[] parameters, float[] others) implements Snapshot {
        private static final String PARAMETERS = "parameters of a snapshot";
        private static final String OTHERS = "other weights of a snapshot";

        /// As values for a checkpoint.
        Map<String, float[]> numbers() {
            return Map.of(PARAMETERS, parameters, OTHERS, others);
        }

        /// From what [#numbers] gave; empty for any other map.
        static Optional<Copy> of(Map<?, ?> numbers) {
            return numbers.get(PARAMETERS) instanceof float[] parameters
                            && numbers.get(OTHERS) instanceof float[] others
                    ? Optional.of(new Copy(parameters, others))
                    : Optional.empty();
        }
    }

    FitTrainee(ModelRun run, Progress progress, ModelWriter writer) {
        this.run = run;
        this.progress = progress;
        this.writer = writer;
    }

    boolean isStopped() {
        return isStopped;
    }

    String why() {
        return why;
    }

    void notice(NotFinite found) {
        notFinite = found;
    }

    /// Ends the fit for what was noticed.
    void stopNotFinite() {
        why = notFinite().orElse("");
    }

    @Override
    public Optional<String> notFinite() {
        return Optional.ofNullable(notFinite).map(NotFinite::message);
    }

    @Override
    public double learningRate() {
        if (run.compilation().optimizer().learningRate() instanceof ConstantRate) {
            return rateSegment().get(ValueLayout.JAVA_FLOAT, 0);
        }
        Execution execution = rate;
        if (execution == null) {
            var graph = new Graph();
            var tensor =
                    OptimizerStep.learningRate(
                            graph, run.compilation().optimizer(), run.optimizerVariables());
            execution = run.execution(Plan.of(graph, Map.of("rate", tensor)));
            rate = execution;
        }
        execution.run(0, 0, () -> false);
        return execution.output("rate").get(ValueLayout.JAVA_FLOAT, 0);
    }

    private MemorySegment rateSegment() {
        return run.segment(run.optimizerVariables().learningRate());
    }

    @Override
    public void setLearningRate(double learningRate) {
        if (!(run.compilation().optimizer().learningRate() instanceof ConstantRate)) {
            throw new UserError(
                    "E143",
                    "the optimizer's learning rate follows a schedule, so a callback cannot set it.",
                    "Type: %compile adam(learning_rate=0.001) …   or leave the callback out");
        }
        rateSegment().set(ValueLayout.JAVA_FLOAT, 0, (float) learningRate);
    }

    @Override
    public Snapshot snapshot() {
        return new Copy(
                run.parameters().toArray(ValueLayout.JAVA_FLOAT),
                run.others().toArray(ValueLayout.JAVA_FLOAT));
    }

    @Override
    public void restore(Snapshot snapshot) {
        var copy = (Copy) snapshot;
        MemorySegment.copy(
                copy.parameters,
                0,
                run.parameters(),
                ValueLayout.JAVA_FLOAT,
                0,
                copy.parameters.length);
        MemorySegment.copy(
                copy.others, 0, run.others(), ValueLayout.JAVA_FLOAT, 0, copy.others.length);
    }

    @Override
    public void stop(String why) {
        isStopped = true;
        this.why = why;
    }

    @Override
    public long steps() {
        return progress.steps();
    }

    @Override
    public Optional<Boolean> higherIsBetter(String score) {
        return run.scores().higherIsBetter(score);
    }

    private MemorySegment average() {
        if (!run.compilation().optimizer().settings().useEma()) {
            throw new UserError(
                    "E152",
                    "swap_ema_weights needs an optimizer that keeps an average of the weights.",
                    "Type: %compile adam(use_ema=true) …");
        }
        return run.segment(run.optimizerVariables().average());
    }

    @Override
    public void swapWithAverage() {
        float[] kept = run.parameters().toArray(ValueLayout.JAVA_FLOAT);
        run.parameters().copyFrom(average());
        MemorySegment.copy(kept, 0, average(), ValueLayout.JAVA_FLOAT, 0, kept.length);
    }

    @Override
    public void averageFromWeights() {
        average().copyFrom(run.parameters());
    }

    /// As Keras, a fit with a moving average ends with it in the place of the weights.
    void endWithAverage(List<Callback> callbacks) {
        if (progress.steps() > 0 && callbacks.stream().noneMatch(SwapEMAWeights::isWatcher)) {
            run.parameters().copyFrom(average());
        }
    }

    @Override
    public void save(Path file) throws IOException {
        writer.save(file);
    }
}
