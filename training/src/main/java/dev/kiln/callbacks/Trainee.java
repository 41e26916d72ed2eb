package dev.kiln.callbacks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What a callback may do to the training that it watches.
public interface Trainee {
    /// The size of the next step.
    double learningRate();

    /// Changes it.
    ///
    /// @throws dev.kiln.catalog.UserError where the optimizer follows a schedule, which decides alone
    void setLearningRate(double learningRate);

    /// A copy of all weights, for [#restore(Snapshot)].
    Snapshot snapshot();

    void restore(Snapshot snapshot);

    /// Ends training after the current step; as Keras' `stop_training`.
    ///
    /// @param why for the user; may be empty
    void stop(String why);

    /// When and where a loss or a gradient first was not finite in this fit, in words; empty while all are.
    Optional<String> notFinite();

    /// Steps the optimizer has done over all fits.
    long steps();

    /// Whether more of a score is better; empty where it is not known.
    Optional<Boolean> higherIsBetter(String score);

    /// Swaps the weights with the optimizer's moving average of them.
    ///
    /// @throws dev.kiln.catalog.UserError where the optimizer keeps none (`use_ema=false`)
    void swapWithAverage();

    /// Copies the weights over the optimizer's moving average of them.
    void averageFromWeights();

    /// Writes the model, or its weights alone where the name ends in `.weights.h5`.
    void save(Path file) throws IOException;

    /// Weights at one moment; only who made it looks inside.
    interface Snapshot {}
}
