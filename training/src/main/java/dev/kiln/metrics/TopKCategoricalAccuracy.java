package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// Share of rows whose labelled class is among the k largest predictions, 0 to 1; one-hot labels.
///
/// A tie at the border is a hit. Equal to `keras.metrics.TopKCategoricalAccuracy`.
///
/// @param k how many of the largest predictions count, 1 or more
/// @param name as it appears in history, charts and files
@Doc(
        value =
                "share of rows whose labelled class is among the k largest predictions, 0 to 1; one-hot labels",
        example = "top_k(3)")
public record TopKCategoricalAccuracy(
        @Doc(value = "how many of the largest predictions count, 1 or more", example = "3") int k,
        @Doc("as it appears in history, charts and files") String name)
        implements MeanMetric {
    /// @throws UserError where `k` is below 1
    public TopKCategoricalAccuracy {
        if (k < 1) {
            throw new UserError("E143", "k=" + k + " must be 1 or more.", "Type k=5");
        }
    }

    /// Keras's defaults.
    public TopKCategoricalAccuracy() {
        this(5, "top_k_categorical_accuracy");
    }

    public TopKCategoricalAccuracy(int k) {
        this(k, "top_k_categorical_accuracy");
    }

    public TopKCategoricalAccuracy withK(int k) {
        return new TopKCategoricalAccuracy(k, name);
    }

    public TopKCategoricalAccuracy withName(String name) {
        return new TopKCategoricalAccuracy(k, name);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        return TopK.contains(yPred, yTrue.argMax(-1), k);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
