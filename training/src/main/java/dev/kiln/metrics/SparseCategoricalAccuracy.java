package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;

/// Share of rows whose largest prediction is the labelled class, 0 to 1; labels are class numbers.
///
/// Of equal predictions the first counts. Equal to `keras.metrics.SparseCategoricalAccuracy`.
///
/// @param name as it appears in history, charts and files
@Doc(
        "share of rows whose largest prediction is the labelled class, 0 to 1; labels are class numbers")
public record SparseCategoricalAccuracy(
        @Doc("as it appears in history, charts and files") String name) implements MeanMetric {
    /// Keras's defaults.
    public SparseCategoricalAccuracy() {
        this("sparse_categorical_accuracy");
    }

    public SparseCategoricalAccuracy withName(String name) {
        return new SparseCategoricalAccuracy(name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return Labels.besideClasses(yTrue, yPred).equalTo(yPred.argMax(-1));
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
