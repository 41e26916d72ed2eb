package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import java.util.Map;

/// Sets the learning rate at the beginning of each epoch.
///
/// Equal to `keras.callbacks.LearningRateScheduler` 3.x in names, defaults and behaviour.
@Doc(
        value = "sets the learning rate at the beginning of each epoch",
        example = "learning_rate_scheduler($schedule)")
public record LearningRateScheduler(
        @Doc(value = "a Java function of epoch (from 0) and rate", example = "$schedule")
                Rule schedule,
        @Doc(value = "accepted for Keras' sake", example = "1") int verbose)
        implements Callback {

    /// The rate of an epoch.
    @FunctionalInterface
    public interface Rule {
        /// @param epoch counted from 0
        /// @param rate  of the step before
        /// @return a number with a fraction; a whole one is refused, because in Java `1 / 2` is 0
        Number rate(int epoch, double rate);
    }

    public LearningRateScheduler(Rule schedule) {
        this(schedule, 0);
    }

    public LearningRateScheduler withSchedule(Rule schedule) {
        return new LearningRateScheduler(schedule, verbose);
    }

    public LearningRateScheduler withVerbose(int verbose) {
        return new LearningRateScheduler(schedule, verbose);
    }

    @Override
    public void onEpochBegin(int epoch, Trainee trainee) {
        Number given = schedule.rate(epoch, trainee.learningRate());
        if (!(given instanceof Double || given instanceof Float)) {
            throw new UserError(
                    "E143",
                    "the schedule gave the whole number "
                            + given
                            + " for epoch "
                            + (epoch + 1)
                            + "; a rate has a fraction, and in Java 1 / 2 is 0.",
                    "Write 1.0 in the place of 1: new LearningRateScheduler((epoch, rate) -> 1.0 / (epoch + 1))");
        }
        double rate = given.doubleValue();
        if (!(rate >= 0) || Double.isInfinite(rate)) {
            throw new UserError(
                    "E143",
                    "the schedule gave the learning rate "
                            + rate
                            + " for epoch "
                            + (epoch + 1)
                            + ".",
                    "A rate is a number from 0: new LearningRateScheduler((epoch, rate) -> rate * 0.9)");
        }
        trainee.setLearningRate(rate);
    }

    @Override
    public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
        logs.put("learning_rate", trainee.learningRate());
    }

    @Override
    public boolean readsBatchLogs() {
        return false;
    }
}
