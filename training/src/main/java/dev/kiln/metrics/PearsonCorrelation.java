package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Mean linear correlation of label and prediction along an axis, -1 to 1, 1 is best.
///
/// Not a number where one of them is constant. Equal to `keras.metrics.PearsonCorrelation`.
///
/// @param name as it appears in history, charts and files
/// @param axis axis along which numbers are correlated
@Doc("mean linear correlation of label and prediction along an axis, -1 to 1, 1 is best")
public record PearsonCorrelation(
        @Doc("as it appears in history, charts and files") String name,
        @Doc("axis along which numbers are correlated") int axis)
        implements MeanMetric {
    /// Keras's defaults.
    public PearsonCorrelation() {
        this("pearson_correlation", -1);
    }

    public PearsonCorrelation(String name) {
        this(name, -1);
    }

    public PearsonCorrelation withName(String name) {
        return new PearsonCorrelation(name, axis);
    }

    public PearsonCorrelation withAxis(int axis) {
        return new PearsonCorrelation(name, axis);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return standard(yTrue).times(standard(yPred)).mean(axis);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }

    private Tensor standard(Tensor x) {
        Tensor centred = x.minus(x.meanKept(axis));
        Tensor spread = centred.minus(centred.meanKept(axis)).square().meanKept(axis).sqrt();
        return centred.dividedBy(spread);
    }
}
