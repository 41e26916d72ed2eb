package dev.kiln.losses;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Squared near 0, absolute far out: numbers with outliers.
///
/// `e^2 / 2` where `|e| <= delta`, else `delta |e| - delta^2 / 2`; mean over the last axis.
/// Source: Huber 1964, https://doi.org/10.1214/aoms/1177703732. Equal to `keras.losses.Huber`.
///
/// @param delta error at which the square becomes a line, above 0
/// @param reduction how the values of a batch become one
/// @param name as it appears in cards and files
@Doc(
        value = "squared near 0, absolute far out: numbers with outliers",
        example = "huber(delta=1.5)")
public record Huber(
        @Doc(value = "error at which the square becomes a line, above 0", example = "1.5")
                double delta,
        @Doc(value = "how the values of a batch become one", example = "sum") Reduction reduction,
        @Doc("as it appears in cards and files") String name)
        implements Loss {
    /// Keras's defaults.
    public Huber() {
        this(1.0, Reduction.SUM_OVER_BATCH_SIZE, "huber_loss");
    }

    public Huber(double delta) {
        this(delta, Reduction.SUM_OVER_BATCH_SIZE, "huber_loss");
    }

    public Huber withDelta(double delta) {
        return new Huber(delta, reduction, name);
    }

    public Huber withReduction(Reduction reduction) {
        return new Huber(delta, reduction, name);
    }

    public Huber withName(String name) {
        return new Huber(delta, reduction, name);
    }

    @Override
    public Tensor perSample(Tensor yTrue, Tensor yPred) {
        Tensor error = yPred.minus(yTrue);
        Tensor distance = error.abs();
        Tensor near = error.square().times(0.5);
        Tensor far = distance.times(delta).minus(0.5 * delta * delta);
        return distance.lessOrEqual(delta).select(near, far).mean(-1);
    }
}
