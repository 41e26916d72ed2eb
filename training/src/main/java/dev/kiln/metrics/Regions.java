package dev.kiln.metrics;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;
import dev.kiln.losses.Probabilities;
import dev.kiln.losses.SameRank;
import dev.kiln.losses.Weights;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Class numbers, labelled and predicted, entry by entry.
///
/// @param ignored class number of labels that do not count
record Regions(Tensor labels, Tensor predictions, @Nullable Integer ignored) {
    private static final String VARIABLE = "total_confusion_matrix";

    static Regions of(Tensor labels, Tensor predictions, @Nullable Integer ignored) {
        var aligned = SameRank.of(labels, predictions);
        return new Regions(
                Labels.classNumbers(aligned.first()),
                Labels.classNumbers(aligned.second()),
                ignored);
    }

    /// @throws UserError where a class is not one of `classes`
    static List<Integer> checked(List<Integer> targetClassIds, int classes) {
        for (int id : targetClassIds) {
            if (id < 0 || id >= classes) {
                throw new UserError(
                        "E143",
                        "target_class_ids holds "
                                + id
                                + ", but the classes are 0 to "
                                + (classes - 1)
                                + ".",
                        "Type target_class_ids=[0]");
            }
        }
        return List.copyOf(targetClassIds);
    }

    /// Adds to the matrix `[labelled, predicted]`; a class number that does not exist counts nowhere.
    void update(State state, int classes, @Nullable Tensor weight) {
        Tensor labelled = labels.reshape(-1).oneHot(classes);
        Tensor predicted = predictions.reshape(-1).oneHot(classes);
        if (weight != null) {
            Tensor beside = weight.rank() > labels.rank() ? weight.squeeze(-1) : weight;
            Tensor whole = Labels.classNumbers(beside);
            labelled =
                    labelled.times(
                            Weights.filled(whole, labels.rank())
                                    .broadcast(labels.shape())
                                    .reshape(-1, 1));
        }
        if (ignored != null) {
            labelled = labelled.times(labels.reshape(-1, 1).equalTo(ignored).not());
        }
        state.add(VARIABLE, labelled.swap(0, 1).matMul(predicted));
    }

    static Matrix read(State state, int classes) {
        return new Matrix(state.read(VARIABLE, Shape.of(classes, classes)));
    }

    /// How often each pair of classes occurred, `[labelled, predicted]`.
    record Matrix(Tensor counts) {
        /// The mean overlap of some classes, of those that occur.
        Tensor overlap(List<Integer> classes) {
            Tensor right = counts.times(diagonal()).sum(0);
            Tensor either = counts.sum(0).plus(counts.sum(1)).minus(right);
            Tensor chosen =
                    Confusion.row(
                            counts.graph(), classes.stream().map(Integer::doubleValue).toList());
            Tensor picks = chosen.oneHot(counts.shape().get(0));
            Tensor sizes = picks.times(either).sum(1);
            Tensor overlaps =
                    picks.times(right).sum(1).dividedBy(sizes.plus(Probabilities.SMALLEST));
            return overlaps.sum().dividedBy(sizes.greater(1e-9).sum().plus(Probabilities.SMALLEST));
        }

        private Tensor diagonal() {
            return counts.graph()
                    .iota(counts.shape(), 0)
                    .equalTo(counts.graph().iota(counts.shape(), 1));
        }
    }
}
