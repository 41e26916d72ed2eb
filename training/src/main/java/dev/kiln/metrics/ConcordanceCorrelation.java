package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Probabilities;

/// Mean agreement of label and prediction along an axis, in level and spread too, -1 to 1, 1 is best.
///
/// The covariance takes both deviations from the predictions' mean, as Keras computes it; averaged, that is
/// the same. Source: Lin 1989, https://doi.org/10.2307/2532051. Equal to
/// `keras.metrics.ConcordanceCorrelation`.
///
/// @param name as it appears in history, charts and files
/// @param axis axis along which numbers are compared
@Doc(
        "mean agreement of label and prediction along an axis, in level and spread too, -1 to 1, 1 is best")
public record ConcordanceCorrelation(
        @Doc("as it appears in history, charts and files") String name,
        @Doc("axis along which numbers are compared") int axis)
        implements MeanMetric {
    /// Keras's defaults.
    public ConcordanceCorrelation() {
        this("concordance_correlation", -1);
    }

    public ConcordanceCorrelation(String name) {
        this(name, -1);
    }

    public ConcordanceCorrelation withName(String name) {
        return new ConcordanceCorrelation(name, axis);
    }

    public ConcordanceCorrelation withAxis(int axis) {
        return new ConcordanceCorrelation(name, axis);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        Tensor labelMean = yTrue.meanKept(axis);
        Tensor predictionMean = yPred.meanKept(axis);
        Tensor deviation = yPred.minus(predictionMean);
        Tensor both = yTrue.minus(predictionMean).times(deviation);
        Tensor spread =
                yTrue.minus(labelMean)
                        .square()
                        .meanKept(axis)
                        .plus(deviation.square().meanKept(axis));
        Tensor norm =
                spread.plus(labelMean.minus(predictionMean).square()).plus(Probabilities.SMALLEST);
        return both.times(2).dividedBy(norm).mean(axis);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
