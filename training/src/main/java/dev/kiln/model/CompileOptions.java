package dev.kiln.model;

import dev.kiln.catalog.Doc;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The arguments of `compile`, with Keras' names. Names, calls and objects are all understood; for several
/// outputs a list has one entry an output, a map is by the outputs' names.
public record CompileOptions(
        @Doc(value = "an optimizer; none for rmsprop", example = "adam(learning_rate=0.001)")
                @Nullable Object optimizer,
        @Doc(value = "what training makes small", example = "sparse_categorical_crossentropy")
                @Nullable Object loss,
        @Doc(value = "scores that are only watched", example = "[accuracy, auc]")
                @Nullable Object metrics,
        @Doc(value = "how much each output's loss counts", example = "{label: 1, score: 0.3}")
                @Nullable Object lossWeights,
        @Doc(value = "metrics that see sample and class weights", example = "{score: mse}")
                @Nullable Object weightedMetrics,
        @Doc(
                        value = "whether model and loss are looked at first: on, warn or off",
                        example = "warn")
                Checks checks,
        @Doc(value = "how a step makes the loss, in Java", example = "step -> …")
                @Nullable TrainingStep step) {

    /// One optimizer, one loss, any number of metrics.
    public static CompileOptions of(
            @Nullable Object optimizer, @Nullable Object loss, Object... metrics) {
        return new CompileOptions(
                optimizer,
                loss,
                metrics.length == 0 ? null : List.of(metrics),
                null,
                null,
                Checks.ON,
                null);
    }

    public CompileOptions withMetrics(@Nullable Object metrics) {
        return new CompileOptions(
                optimizer, loss, metrics, lossWeights, weightedMetrics, checks, step);
    }

    public CompileOptions withLossWeights(@Nullable Object lossWeights) {
        return new CompileOptions(
                optimizer, loss, metrics, lossWeights, weightedMetrics, checks, step);
    }

    public CompileOptions withWeightedMetrics(@Nullable Object weightedMetrics) {
        return new CompileOptions(
                optimizer, loss, metrics, lossWeights, weightedMetrics, checks, step);
    }

    public CompileOptions withChecks(Checks checks) {
        return new CompileOptions(
                optimizer, loss, metrics, lossWeights, weightedMetrics, checks, step);
    }

    /// A step of your own; the loss stays what [StepScope#compiledLoss] gives.
    public CompileOptions withStep(@Nullable TrainingStep step) {
        return new CompileOptions(
                optimizer, loss, metrics, lossWeights, weightedMetrics, checks, step);
    }
}
