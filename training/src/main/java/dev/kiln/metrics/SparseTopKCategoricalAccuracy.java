package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;

/// Share of rows whose labelled class is among the k largest predictions, 0 to 1; labels are class numbers.
///
/// A tie at the border is a hit. Equal to `keras.metrics.SparseTopKCategoricalAccuracy`.
///
/// @param k how many of the largest predictions count, 1 or more
/// @param name as it appears in history, charts and files
/// @param fromSortedIds whether predictions are class numbers, the best first
@Doc(
        value =
                "share of rows whose labelled class is among the k largest predictions, 0 to 1; labels are class numbers",
        example = "top_k(3)")
public record SparseTopKCategoricalAccuracy(
        @Doc(value = "how many of the largest predictions count, 1 or more", example = "3") int k,
        @Doc("as it appears in history, charts and files") String name,
        @Doc(value = "whether predictions are class numbers, the best first", example = "true")
                boolean fromSortedIds)
        implements MeanMetric {
    /// @throws UserError where `k` is below 1
    public SparseTopKCategoricalAccuracy {
        if (k < 1) {
            throw new UserError("E143", "k=" + k + " must be 1 or more.", "Type k=5");
        }
    }

    /// Keras's defaults.
    public SparseTopKCategoricalAccuracy() {
        this(5, "sparse_top_k_categorical_accuracy", false);
    }

    public SparseTopKCategoricalAccuracy(int k) {
        this(k, "sparse_top_k_categorical_accuracy", false);
    }

    public SparseTopKCategoricalAccuracy withK(int k) {
        return new SparseTopKCategoricalAccuracy(k, name, fromSortedIds);
    }

    public SparseTopKCategoricalAccuracy withName(String name) {
        return new SparseTopKCategoricalAccuracy(k, name, fromSortedIds);
    }

    public SparseTopKCategoricalAccuracy withFromSortedIds(boolean fromSortedIds) {
        return new SparseTopKCategoricalAccuracy(k, name, fromSortedIds);
    }

    @Override
    public Tensor values(Tensor yTrue, Tensor yPred) {
        Tensor labels = Labels.besideClasses(yTrue, yPred);
        if (fromSortedIds) {
            Tensor best = yPred.slice(-1, 0, Math.min(k, yPred.shape().last()));
            return labels.expand(-1).equalTo(best).max(-1);
        }
        return TopK.contains(yPred, Labels.classNumbers(labels), k);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
