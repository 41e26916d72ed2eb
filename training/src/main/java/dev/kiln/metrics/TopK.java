package dev.kiln.metrics;

import dev.kiln.graph.Tensor;

/// The k largest numbers of each row.
final class TopK {
    private TopK() {}

    /// 1 where fewer than k predictions are larger than that of the labelled class.
    ///
    /// @param predictions `[n, …, classes]`
    /// @param labels      class numbers `[n, …]`; one that does not exist is never contained
    static Tensor contains(Tensor predictions, Tensor labels, int k) {
        Tensor labelled = labels.oneHot(predictions.shape().last());
        Tensor own = labelled.select(predictions, 0).sum(-1);
        Tensor larger = predictions.greater(own.expand(-1)).sum(-1);
        Tensor isFinite = own.abs().less(Double.POSITIVE_INFINITY);
        return larger.less(k).times(labelled.sum(-1)).times(isFinite);
    }

    /// 1 at exactly the k largest of each row; of equals the first ones.
    static Tensor mark(Tensor predictions, int k) {
        int size = predictions.shape().last();
        Tensor marked = predictions.argMax(-1).oneHot(size);
        for (int taken = 1; taken < Math.min(k, size); taken++) {
            Tensor left = marked.select(Double.NEGATIVE_INFINITY, predictions);
            marked = marked.maximum(left.argMax(-1).oneHot(size));
        }
        return marked;
    }
}
