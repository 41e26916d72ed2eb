package dev.kiln.metrics;

import dev.kiln.graph.Tensor;
import dev.kiln.losses.Loss;

/// The mean of a loss' values over all samples.
record LossMean(Loss loss, String name) implements MeanMetric {
    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return loss.perSample(yTrue, yPred);
    }

    @Override
    public Direction direction() {
        return Direction.DOWN;
    }
}
