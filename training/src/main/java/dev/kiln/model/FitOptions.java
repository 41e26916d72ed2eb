package dev.kiln.model;

import dev.kiln.callbacks.Callback;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.events.TrainingEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The arguments of a fit, with Keras' names and defaults.
public record FitOptions(
        @Doc(value = "number of the last epoch, from 1", example = "20") int epochs,
        @Doc(value = "rows a step, from 1", example = "32") int batchSize,
        @Doc(
                        value = "callbacks, in the order in which they are called",
                        example = "[early_stopping(patience=3)]")
                List<Callback> callbacks,
        @Doc(
                        value =
                                "share of the rows, from the end, that is judged on and not trained on, 0 to below 1",
                        example = "0.2")
                double validationSplit,
        @Doc(
                        value =
                                "rows that are judged on after each epoch; wins over validation_split",
                        example = "$valTable")
                @Nullable Dataset validationData,
        @Doc(value = "whether the rows come in another order each epoch", example = "false")
                boolean shuffle,
        @Doc(
                        value = "how much a row of each class counts; a class left out counts 1",
                        example = "{0: 1.0, 1: 4.5}")
                Map<Integer, Double> classWeight,
        @Doc(value = "epochs counted as done already, 0 or more", example = "10") int initialEpoch,
        @Doc(value = "steps that make an epoch, from 1; none for all rows once", example = "100")
                @Nullable Integer stepsPerEpoch,
        @Doc(value = "steps that judge, from 1; none for all rows once", example = "10")
                @Nullable Integer validationSteps,
        @Doc(value = "rows a step of judging, from 1; none for batch_size", example = "256")
                @Nullable Integer validationBatchSize,
        @Doc(value = "epochs from one judging to the next, from 1", example = "2")
                int validationFreq,
        @Doc(
                        value = "epochs (from 1) after which is judged; empty for validation_freq",
                        example = "[1, 5, 10]")
                List<Integer> validationEpochs,
        @Doc(value = "start of all random numbers of the fit", example = "42") long seed,
        @Doc(value = "longest time the fit may take; none for no limit", example = "2m")
                @Nullable Duration timeLimit,
        @Doc(
                        value =
                                "whether a loss that is not finite ends the fit and brings the last epoch's weights back",
                        example = "true")
                boolean stopWhenNotFinite,
        @Doc(
                        value =
                                "whether model, loss and labels are looked at first: on, warn or off",
                        example = "warn")
                Checks checks,
        Consumer<TrainingEvent> watcher,
        BooleanSupplier stop) {

    public FitOptions {
        callbacks = List.copyOf(callbacks);
        classWeight = Map.copyOf(classWeight);
        validationEpochs = List.copyOf(validationEpochs);
        require(epochs >= 0, "epochs", epochs, "a whole number from 0", "epochs=20");
        require(batchSize >= 1, "batch_size", batchSize, "a whole number from 1", "batch_size=32");
        require(
                validationSplit >= 0 && validationSplit < 1,
                "validation_split",
                validationSplit,
                "a share from 0 to below 1",
                "validation_split=0.2");
        require(
                initialEpoch >= 0,
                "initial_epoch",
                initialEpoch,
                "a whole number from 0",
                "initial_epoch=0");
        require(
                validationFreq >= 1,
                "validation_freq",
                validationFreq,
                "a whole number from 1",
                "validation_freq=1");
        require(
                stepsPerEpoch == null || stepsPerEpoch >= 1,
                "steps_per_epoch",
                stepsPerEpoch,
                "a whole number from 1",
                "steps_per_epoch=100");
        require(
                validationSteps == null || validationSteps >= 1,
                "validation_steps",
                validationSteps,
                "a whole number from 1",
                "validation_steps=10");
        require(
                validationBatchSize == null || validationBatchSize >= 1,
                "validation_batch_size",
                validationBatchSize,
                "a whole number from 1",
                "validation_batch_size=32");
    }

    private static void require(
            boolean holds, String name, @Nullable Object value, String wanted, String example) {
        if (!holds) {
            throw new UserError(
                    "E103",
                    name + " takes " + wanted + ", not " + value + ".",
                    "Type: %fit " + example);
        }
    }

    /// One epoch of all rows in batches of 32, shuffled, without validation.
    public FitOptions() {
        this(1);
    }

    public FitOptions(int epochs) {
        this(
                epochs,
                32,
                List.of(),
                0,
                null,
                true,
                Map.of(),
                0,
                null,
                null,
                null,
                1,
                List.of(),
                42,
                null,
                false,
                Checks.ON,
                event -> {},
                () -> false);
    }

    public FitOptions withEpochs(int epochs) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withBatchSize(int batchSize) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withCallbacks(List<Callback> callbacks) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withValidationSplit(double validationSplit) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withValidationData(@Nullable Dataset validationData) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withShuffle(boolean shuffle) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withClassWeight(Map<Integer, Double> classWeight) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withInitialEpoch(int initialEpoch) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withStepsPerEpoch(@Nullable Integer stepsPerEpoch) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withValidationSteps(@Nullable Integer validationSteps) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withValidationBatchSize(@Nullable Integer validationBatchSize) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withValidationFreq(int validationFreq) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withValidationEpochs(List<Integer> validationEpochs) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withSeed(long seed) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withTimeLimit(@Nullable Duration timeLimit) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withStopWhenNotFinite(boolean stopWhenNotFinite) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withChecks(Checks checks) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    public FitOptions withWatcher(Consumer<TrainingEvent> watcher) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    /// @param stop asked between kernels; true ends the fit after the last whole step
    public FitOptions withStop(BooleanSupplier stop) {
        return new FitOptions(
                epochs,
                batchSize,
                callbacks,
                validationSplit,
                validationData,
                shuffle,
                classWeight,
                initialEpoch,
                stepsPerEpoch,
                validationSteps,
                validationBatchSize,
                validationFreq,
                validationEpochs,
                seed,
                timeLimit,
                stopWhenNotFinite,
                checks,
                watcher,
                stop);
    }

    /// Whether validation follows an epoch, counted from 0.
    public boolean validatesAfter(int epoch) {
        return validationEpochs.isEmpty()
                ? (epoch + 1) % validationFreq == 0
                : validationEpochs.contains(epoch + 1);
    }
}
