package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// A callback made of functions; those left out do nothing.
///
/// Equal to `keras.callbacks.LambdaCallback` 3.x in names and behaviour.
@Doc(value = "a callback made of Java functions", example = "lambda_callback(on_epoch_end=$mine)")
public record LambdaCallback(
        @Doc(
                        name = "on_epoch_begin",
                        value = "a Java function of the epoch, from 0, called before it",
                        example = "$mine")
                @Nullable AtEpoch atEpochBegin,
        @Doc(
                        name = "on_epoch_end",
                        value =
                                "a Java function of the epoch, from 0, and its scores, called after it",
                        example = "$mine")
                @Nullable AtEpochEnd atEpochEnd,
        @Doc(name = "on_train_begin", value = "called before the first step", example = "$mine")
                @Nullable Runnable atTrainBegin,
        @Doc(name = "on_train_end", value = "called after the last step", example = "$mine")
                @Nullable Runnable atTrainEnd,
        @Doc(
                        name = "on_train_batch_begin",
                        value = "a Java function of the batch, from 0, called before it",
                        example = "$mine")
                @Nullable AtEpoch atTrainBatchBegin,
        @Doc(
                        name = "on_train_batch_end",
                        value =
                                "a Java function of the batch, from 0, and the scores so far, called after it",
                        example = "$mine")
                @Nullable AtEpochEnd atTrainBatchEnd)
        implements Callback {

    /// Called with the number of the epoch or the batch, from 0.
    @FunctionalInterface
    public interface AtEpoch {
        void at(int number);
    }

    /// Called with the number of the epoch or the batch, from 0, and the scores.
    @FunctionalInterface
    public interface AtEpochEnd {
        void at(int number, Map<String, Double> logs);
    }

    public LambdaCallback() {
        this(null, null, null, null, null, null);
    }

    public LambdaCallback withAtEpochBegin(@Nullable AtEpoch atEpochBegin) {
        return new LambdaCallback(
                atEpochBegin,
                atEpochEnd,
                atTrainBegin,
                atTrainEnd,
                atTrainBatchBegin,
                atTrainBatchEnd);
    }

    public LambdaCallback withAtEpochEnd(@Nullable AtEpochEnd atEpochEnd) {
        return new LambdaCallback(
                atEpochBegin,
                atEpochEnd,
                atTrainBegin,
                atTrainEnd,
                atTrainBatchBegin,
                atTrainBatchEnd);
    }

    public LambdaCallback withAtTrainBegin(@Nullable Runnable atTrainBegin) {
        return new LambdaCallback(
                atEpochBegin,
                atEpochEnd,
                atTrainBegin,
                atTrainEnd,
                atTrainBatchBegin,
                atTrainBatchEnd);
    }

    public LambdaCallback withAtTrainEnd(@Nullable Runnable atTrainEnd) {
        return new LambdaCallback(
                atEpochBegin,
                atEpochEnd,
                atTrainBegin,
                atTrainEnd,
                atTrainBatchBegin,
                atTrainBatchEnd);
    }

    public LambdaCallback withAtTrainBatchBegin(@Nullable AtEpoch atTrainBatchBegin) {
        return new LambdaCallback(
                atEpochBegin,
                atEpochEnd,
                atTrainBegin,
                atTrainEnd,
                atTrainBatchBegin,
                atTrainBatchEnd);
    }

    public LambdaCallback withAtTrainBatchEnd(@Nullable AtEpochEnd atTrainBatchEnd) {
        return new LambdaCallback(
                atEpochBegin,
                atEpochEnd,
                atTrainBegin,
                atTrainEnd,
                atTrainBatchBegin,
                atTrainBatchEnd);
    }

    @Override
    public void onEpochBegin(int epoch, Trainee trainee) {
        if (atEpochBegin != null) {
            atEpochBegin.at(epoch);
        }
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
        if (atEpochEnd != null) {
            atEpochEnd.at(epoch, logs);
        }
    }

    @Override
    public void onTrainBegin(Trainee trainee) {
        if (atTrainBegin != null) {
            atTrainBegin.run();
        }
    }

    @Override
    public void onTrainEnd(Map<String, Double> logs, Trainee trainee) {
        if (atTrainEnd != null) {
            atTrainEnd.run();
        }
    }

    @Override
    public void onTrainBatchBegin(int batch, Trainee trainee) {
        if (atTrainBatchBegin != null) {
            atTrainBatchBegin.at(batch);
        }
    }

    @Override
    public void onTrainBatchEnd(int batch, Map<String, Double> logs, Trainee trainee) {
        if (atTrainBatchEnd != null) {
            atTrainBatchEnd.at(batch, logs);
        }
    }

    @Override
    public boolean readsBatchLogs() {
        return atTrainBatchEnd != null;
    }
}
