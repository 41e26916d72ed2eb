package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;

/// Share of rows whose largest prediction is the labelled class, 0 to 1; one-hot labels.
///
/// Of equal predictions the first counts. Equal to `keras.metrics.CategoricalAccuracy`.
///
/// @param name as it appears in history, charts and files
@Doc("share of rows whose largest prediction is the labelled class, 0 to 1; one-hot labels")
public record CategoricalAccuracy(@Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// Keras's defaults.
    public CategoricalAccuracy() {
        this("categorical_accuracy");
    }

    public CategoricalAccuracy withName(String name) {
        return new CategoricalAccuracy(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return yTrue.argMax(-1).equalTo(yPred.argMax(-1));
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
