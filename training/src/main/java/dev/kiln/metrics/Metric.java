package dev.kiln.metrics;

import dev.kiln.catalog.Catalogued;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Loss;

import org.jspecify.annotations.Nullable;

/// A number that is gathered batch by batch and read at the end of an epoch, or whenever somebody looks.
@Catalogued(by = Metrics.class)
public interface Metric {
    /// As it appears in history, charts and files.
    String name();

    /// Writes the formulas that take one batch into the state.
    ///
    /// @param weight `[n]` or with more leading axes of the labels; a mask is a weight of 0 or 1
    void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight);

    /// Writes the formula of the value: a scalar, or one number a class or threshold.
    ///
    /// @throws dev.kiln.catalog.UserError where the state has no shape yet, because no batch was seen
    Tensor result(State state);

    /// Which values are better.
    default Direction direction() {
        return Direction.UNKNOWN;
    }

    /// A loss as a metric: the mean of its values over all samples, weights counted in the divisor.
    static Metric mean(Loss loss) {
        return new LossMean(loss, loss.name());
    }

    /// A formula of your own as a metric: the mean of its values over all samples.
    static Metric mean(String name, Loss values) {
        return new LossMean(values, name);
    }
}
