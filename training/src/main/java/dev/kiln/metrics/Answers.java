package dev.kiln.metrics;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;
import dev.kiln.losses.SameRank;
import dev.kiln.losses.Weights;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Yes/no labels beside scores, all of one shape.
///
/// @param labels  1 for yes, 0 for no; any label but 0 is a yes
/// @param scores  the larger, the more likely yes
/// @param weights of the labels' shape; null where all weigh the same
record Answers(Tensor labels, Tensor scores, @Nullable Tensor weights) {
    /// What takes a score out of the k largest; below every threshold.
    static final double OUT_OF_TOP = -1e10;

    /// Class numbers beside several scores become one-hot.
    static Answers of(Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        var aligned = SameRank.of(oneHot(yTrue, yPred), yPred);
        Tensor labels = aligned.first().equalTo(0).not();
        Tensor weights = null;
        if (weight != null) {
            Tensor beside = weight.rank() > labels.rank() ? weight.squeeze(-1) : weight;
            weights = Weights.filled(beside, labels.rank()).broadcast(labels.shape());
        }
        return new Answers(labels, aligned.second(), weights);
    }

    static Tensor oneHot(Tensor yTrue, Tensor yPred) {
        return Labels.areClassNumbers(yTrue, yPred)
                ? Labels.classNumbers(Labels.besideClasses(yTrue, yPred))
                        .oneHot(yPred.shape().last())
                : yTrue;
    }

    /// Only the k largest scores of a row can be a yes; all without k.
    Answers topK(@Nullable Integer k) {
        return k == null
                ? this
                : new Answers(labels, TopK.mark(scores, k).select(scores, OUT_OF_TOP), weights);
    }

    /// Only one class; all without.
    ///
    /// @throws UserError where there is no such class
    Answers classId(@Nullable Integer id) {
        if (id == null) {
            return this;
        }
        if (labels.rank() < 2 || id < 0 || id >= labels.shape().last()) {
            int classes = labels.rank() < 2 ? 1 : labels.shape().last();
            throw new UserError(
                    "class_id="
                            + id
                            + " is not one of the "
                            + classes
                            + " classes, 0 to "
                            + (classes - 1)
                            + ".",
                    "Type class_id=0");
        }
        return new Answers(
                one(labels, id), one(scores, id), weights == null ? null : one(weights, id));
    }

    private static Tensor one(Tensor tensor, int id) {
        return tensor.slice(-1, id, id + 1);
    }

    /// Each label with a weight of its own.
    Answers weighed(List<Double> labelWeights) {
        Tensor row = Confusion.row(labels.graph(), labelWeights).broadcast(labels.shape());
        return new Answers(labels, scores, weights == null ? row : weights.times(row));
    }

    /// The weights of the yes labels.
    Tensor yes() {
        return weights == null ? labels : labels.times(weights);
    }

    /// The weights of the no labels.
    Tensor no() {
        return weights == null ? labels.not() : labels.not().times(weights);
    }
}
