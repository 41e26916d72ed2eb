package dev.kiln.losses;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// Labels in the forms that losses and metrics read them in.
public final class Labels {
    private Labels() {}

    /// Class numbers without the fraction, towards 0.
    public static Tensor classNumbers(Tensor labels) {
        return labels.sign().times(labels.abs().floor());
    }

    /// Class numbers of one rank less than the predictions: `[n, 1]` loses its last axis.
    public static Tensor besideClasses(Tensor labels, Tensor predictions) {
        return labels.rank() == predictions.rank() && labels.shape().last() == 1
                ? labels.squeeze(-1)
                : labels;
    }

    /// Whether labels are class numbers beside predictions of several classes, judged by their shapes.
    public static boolean areClassNumbers(Tensor labels, Tensor predictions) {
        int classes = predictions.rank() == 0 ? 1 : predictions.shape().last();
        boolean oneNumber = labels.rank() == predictions.rank() && labels.shape().last() == 1;
        return classes > 1 && (labels.rank() + 1 == predictions.rank() || oneNumber);
    }

    /// Moved towards even odds: `y (1 - s) + s / classes`.
    ///
    /// @param smoothing share that is spread over the classes, 0 to 1
    public static Tensor smoothed(Tensor labels, double smoothing, double classes) {
        return smoothing == 0 ? labels : labels.times(1 - smoothing).plus(smoothing / classes);
    }

    /// -1 and 1 instead of 0 and 1, where the batch holds no other labels.
    public static Tensor hinge(Tensor labels) {
        Tensor binary = labels.equalTo(0).plus(labels.equalTo(1)).min();
        return binary.select(labels.times(2).minus(1), labels);
    }

    /// @param classes how many class numbers there are, from 0
    /// @throws UserError naming the first class number that the loss cannot find among the classes
    public static void withinClasses(Loss loss, double[] labels, int classes) {
        if (!(loss instanceof SparseCategoricalCrossentropy sparse)) {
            return;
        }
        Integer ignored = sparse.ignoreClass();
        for (int row = 0; row < labels.length; row++) {
            double label = labels[row] < 0 ? Math.ceil(labels[row]) : Math.floor(labels[row]);
            boolean counts = ignored == null || labels[row] != ignored;
            if (counts && !(label >= 0 && label < classes)) {
                throw new UserError(
                        "E210",
                        "label "
                                + row
                                + " is "
                                + labels[row]
                                + ", allowed are 0 to "
                                + (classes - 1)
                                + ".",
                        "Give the last layer more units, or correct the label.");
            }
        }
    }

    /// @throws UserError where labels and predictions differ in shape
    public static void sameShape(String loss, Tensor labels, Tensor predictions) {
        if (!labels.shape().equals(predictions.shape())) {
            throw new UserError(
                    loss
                            + " wants labels of the predictions' shape, but the labels are "
                            + labels.shape()
                            + " and the predictions "
                            + predictions.shape()
                            + ".",
                    "Give the last layer as many units as a row has labels.");
        }
    }

    /// @throws UserError where `value` is outside [0, 1]
    public static double share(String argument, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new UserError(
                    "E143",
                    argument + "=" + value + " must be from 0 to 1.",
                    "Type " + argument + "=0.1");
        }
        return value;
    }
}
