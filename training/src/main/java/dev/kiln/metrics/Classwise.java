package dev.kiln.metrics;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/// How often each class was labelled, predicted, and both, `[classes]` each.
record Classwise(Tensor right, Tensor predicted, Tensor labelled) {
    /// Takes a batch in. Without a threshold each row's largest prediction is its class.
    static void update(
            State state,
            Tensor yTrue,
            Tensor yPred,
            @Nullable Tensor weight,
            @Nullable List<Double> thresholds) {
        if (thresholds != null && thresholds.size() > 1) {
            throw new UserError(
                    "E143",
                    "average=macro takes one threshold, not " + thresholds.size() + ".",
                    "Type thresholds=" + thresholds.getFirst());
        }
        var answers = Answers.of(yTrue, yPred, weight);
        boolean isOneColumn = answers.scores().rank() < 2 || answers.scores().shape().last() == 1;
        Tensor labels = isOneColumn ? both(answers.labels()) : rows(answers.labels());
        Tensor predictions = predictions(answers.scores(), isOneColumn, thresholds);
        Tensor weights =
                answers.weights() == null
                        ? null
                        : isOneColumn ? answers.weights().reshape(-1, 1) : rows(answers.weights());
        state.add("class_right", weighed(labels.times(predictions), weights));
        state.add("class_predicted", weighed(predictions, weights));
        state.add("class_labelled", weighed(labels, weights));
    }

    private static Tensor predictions(
            Tensor scores, boolean isOneColumn, @Nullable List<Double> thresholds) {
        if (isOneColumn) {
            return both(scores.greater(threshold(thresholds)));
        }
        Tensor rows = rows(scores);
        return thresholds == null
                ? rows.argMax(-1).oneHot(rows.shape().last())
                : rows.greater(threshold(thresholds));
    }

    private static double threshold(@Nullable List<Double> thresholds) {
        return thresholds == null ? 0.5 : thresholds.getFirst().floatValue();
    }

    /// A yes/no answer as two classes.
    private static Tensor both(Tensor yes) {
        Tensor column = yes.reshape(-1, 1);
        return Tensor.concatenate(1, List.of(column.not(), column));
    }

    private static Tensor rows(Tensor tensor) {
        return tensor.reshape(-1, tensor.shape().last());
    }

    private static Tensor weighed(Tensor counts, @Nullable Tensor weights) {
        return (weights == null ? counts : counts.times(weights)).sum(0);
    }

    static boolean isIn(State state) {
        return state.has("class_right");
    }

    static Classwise of(State state) {
        return new Classwise(
                state.read("class_right"),
                state.read("class_predicted"),
                state.read("class_labelled"));
    }

    Tensor precision() {
        return right.dividedByOrZero(predicted);
    }

    Tensor recall() {
        return right.dividedByOrZero(labelled);
    }

    /// The mean over the classes that were labelled or predicted; 0 without any.
    Tensor macro(Function<Classwise, Tensor> value) {
        Tensor occurs = labelled.plus(predicted).greater(0);
        return value.apply(this).times(occurs).sum().dividedByOrZero(occurs.sum());
    }
}
