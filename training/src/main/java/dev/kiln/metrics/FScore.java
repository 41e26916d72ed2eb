package dev.kiln.metrics;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;
import dev.kiln.losses.Probabilities;
import dev.kiln.losses.Weights;

import org.jspecify.annotations.Nullable;

/// The weighted harmonic mean of precision and recall. Source: van Rijsbergen 1979, Information
/// Retrieval, chapter 7.
final class FScore {
    /// The state of class numbers whose average was not chosen: their classes' mean is the value.
    private static final String CLASS_NUMBERS = "class_";

    private FScore() {}

    /// @throws UserError where an argument is out of its range
    static void check(double beta, @Nullable Double threshold) {
        if (!(beta > 0)) {
            throw new UserError("E143", "beta=" + beta + " must be above 0.", "Type beta=1.0");
        }
        if (threshold != null && !(threshold > 0 && threshold <= 1)) {
            throw new UserError(
                    "E143",
                    "threshold=" + threshold + " must be above 0 and at most 1.",
                    "Type threshold=0.5");
        }
    }

    static void update(
            State state,
            @Nullable Average average,
            @Nullable Double threshold,
            Tensor yTrue,
            Tensor yPred,
            @Nullable Tensor weight) {
        boolean areClassNumbers = Labels.areClassNumbers(yTrue, yPred);
        Tensor y = Answers.oneHot(yTrue, yPred);
        if (yPred.rank() != 2 || y.rank() != 2) {
            throw new UserError(
                    "an F score wants rows of labels and predictions, but the labels are "
                            + yTrue.shape()
                            + " and the predictions "
                            + yPred.shape()
                            + ".",
                    "Flatten the outputs, or take binary_accuracy.");
        }
        Tensor yes = predicted(yPred, threshold, areClassNumbers);
        String prefix = areClassNumbers && average == null ? CLASS_NUMBERS : "";
        boolean isPooled = average == Average.MICRO;
        Tensor w = weight == null ? null : Weights.filled(weight, 2);
        state.add(prefix + "true_positives", sum(yes.times(y), w, isPooled));
        state.add(prefix + "false_positives", sum(yes.times(y.not()), w, isPooled));
        state.add(prefix + "false_negatives", sum(yes.not().times(y), w, isPooled));
        state.add(prefix + "intermediate_weights", sum(y, w, isPooled));
    }

    private static Tensor predicted(
            Tensor yPred, @Nullable Double threshold, boolean areClassNumbers) {
        if (threshold != null) {
            return yPred.greater(threshold.floatValue());
        }
        if (areClassNumbers) {
            return yPred.argMax(-1).oneHot(yPred.shape().last());
        }
        // A row of zeros has no largest prediction.
        return yPred.greaterOrEqual(yPred.maxKept(-1)).times(yPred.abs().greater(1e-9));
    }

    private static Tensor sum(Tensor counts, @Nullable Tensor weight, boolean isPooled) {
        Tensor weighed = weight == null ? counts : counts.times(weight);
        return isPooled ? weighed.sum() : weighed.sum(0);
    }

    static Tensor of(State state, @Nullable Average average, double beta) {
        String prefix = state.has(CLASS_NUMBERS + "true_positives") ? CLASS_NUMBERS : "";
        Tensor hits = state.read(prefix + "true_positives");
        Tensor alarms = state.read(prefix + "false_positives");
        Tensor misses = state.read(prefix + "false_negatives");
        Tensor labelled = state.read(prefix + "intermediate_weights");
        Tensor precision = hits.dividedBy(hits.plus(alarms).plus(Probabilities.SMALLEST));
        Tensor recall = hits.dividedBy(hits.plus(misses).plus(Probabilities.SMALLEST));
        Tensor sum = precision.times(beta * beta).plus(recall).plus(Probabilities.SMALLEST);
        Tensor scores = precision.times(recall).dividedBy(sum).times(1 + beta * beta);
        if (prefix.equals(CLASS_NUMBERS)) {
            return new Classwise(hits, hits.plus(alarms), labelled).macro(classes -> scores);
        }
        return switch (average) {
            case null -> scores;
            case MICRO, MACRO -> scores.mean();
            case WEIGHTED ->
                    scores.times(labelled.dividedBy(labelled.sum().plus(Probabilities.SMALLEST)))
                            .sum();
        };
    }
}
