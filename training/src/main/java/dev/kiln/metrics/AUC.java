package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Area under the curve of hits against false alarms (ROC), or of precision against recall (PR), 0 to 1.
///
/// An approximation over thresholds. With one number a row, or one-hot and multi-hot labels, equal to
/// `keras.metrics.AUC`. Beyond Keras: with class numbers the mean over the classes, each against the rest,
/// of the classes that have both.
///
/// @param numThresholds how many thresholds between 0 and 1, 2 or more
/// @param curve which curve: roc, pr or prgain
/// @param summationMethod how the area between two thresholds is taken
/// @param name as it appears in history, charts and files
/// @param thresholds thresholds between 0 and 1, instead of evenly spread ones
/// @param multiLabel whether each label has its own curve, and the areas are averaged
/// @param numLabels how many labels a row has; seen from the data without it
/// @param labelWeights weight of each label; the same without it
/// @param fromLogits whether predictions are numbers before the sigmoid instead of probabilities
@Doc(
        value =
                "area under the curve of hits against false alarms (ROC), or of precision against recall (PR), 0 to 1",
        example = "AUC(num_thresholds=500)")
public record AUC(
        @Doc(value = "how many thresholds between 0 and 1, 2 or more", example = "500")
                int numThresholds,
        @Doc(value = "which curve: roc, pr or prgain", example = "pr") Curve curve,
        @Doc(value = "how the area between two thresholds is taken", example = "minoring")
                Summation summationMethod,
        @Doc("as it appears in history, charts and files") String name,
        @Doc(
                        value = "thresholds between 0 and 1, instead of evenly spread ones",
                        example = "[0.2, 0.5, 0.8]")
                @Nullable List<Double> thresholds,
        @Doc(
                        value = "whether each label has its own curve, and the areas are averaged",
                        example = "true")
                boolean multiLabel,
        @Doc(value = "how many labels a row has; seen from the data without it", example = "3")
                @Nullable Integer numLabels,
        @Doc(value = "weight of each label; the same without it", example = "[1, 2]")
                @Nullable List<Double> labelWeights,
        @Doc(
                        value =
                                "whether predictions are numbers before the sigmoid instead of probabilities",
                        example = "true")
                boolean fromLogits)
        implements Metric {
    private static final String ONE_AGAINST_REST = "rest_";

    /// @throws UserError where an argument is out of its range
    public AUC {
        thresholds = Confusion.checked(thresholds);
        labelWeights = labelWeights == null ? null : List.copyOf(labelWeights);
        if (thresholds == null && numThresholds < 2) {
            throw new UserError(
                    "E143",
                    "num_thresholds=" + numThresholds + " must be 2 or more.",
                    "Type num_thresholds=200");
        }
        if (numLabels != null && !multiLabel) {
            throw new UserError(
                    "E143",
                    "num_labels is for several curves, but multi_label is false.",
                    "Type multi_label=true");
        }
    }

    /// Keras's defaults.
    public AUC() {
        this(200, Curve.ROC, Summation.INTERPOLATION, "auc", null, false, null, null, false);
    }

    public AUC(int numThresholds) {
        this(
                numThresholds,
                Curve.ROC,
                Summation.INTERPOLATION,
                "auc",
                null,
                false,
                null,
                null,
                false);
    }

    public AUC withNumThresholds(int numThresholds) {
        return new AUC(
                numThresholds,
                curve,
                summationMethod,
                name,
                thresholds,
                multiLabel,
                numLabels,
                labelWeights,
                fromLogits);
    }

    public AUC withCurve(Curve curve) {
        return new AUC(
                numThresholds,
                curve,
                summationMethod,
                name,
                thresholds,
                multiLabel,
                numLabels,
                labelWeights,
                fromLogits);
    }

    public AUC withSummationMethod(Summation summationMethod) {
        return new AUC(
                numThresholds,
                curve,
                summationMethod,
                name,
                thresholds,
                multiLabel,
                numLabels,
                labelWeights,
                fromLogits);
    }

    public AUC withName(String name) {
        return new AUC(
                numThresholds,
                curve,
                summationMethod,
                name,
                thresholds,
                multiLabel,
                numLabels,
                labelWeights,
                fromLogits);
    }

    public AUC withThresholds(@Nullable List<Double> thresholds) {
        return new AUC(
                numThresholds,
                curve,
                summationMethod,
                name,
                thresholds,
                multiLabel,
                numLabels,
                labelWeights,
                fromLogits);
    }

    public AUC withMultiLabel(boolean multiLabel) {
        return new AUC(
                numThresholds,
                curve,
                summationMethod,
                name,
                thresholds,
                multiLabel,
                numLabels,
                labelWeights,
                fromLogits);
    }

    public AUC withNumLabels(@Nullable Integer numLabels) {
        return new AUC(
                numThresholds,
                curve,
                summationMethod,
                name,
                thresholds,
                multiLabel,
                numLabels,
                labelWeights,
                fromLogits);
    }

    public AUC withLabelWeights(@Nullable List<Double> labelWeights) {
        return new AUC(
                numThresholds,
                curve,
                summationMethod,
                name,
                thresholds,
                multiLabel,
                numLabels,
                labelWeights,
                fromLogits);
    }

    public AUC withFromLogits(boolean fromLogits) {
        return new AUC(
                numThresholds,
                curve,
                summationMethod,
                name,
                thresholds,
                multiLabel,
                numLabels,
                labelWeights,
                fromLogits);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        Tensor scores = fromLogits ? yPred.sigmoid() : yPred;
        if (!multiLabel && Labels.areClassNumbers(yTrue, yPred)) {
            points().updateEach(state, ONE_AGAINST_REST, Answers.of(yTrue, scores, weight));
        } else if (multiLabel) {
            points().updateEach(state, "", Answers.of(yTrue, scores, weight));
        } else {
            var answers = Answers.of(yTrue, scores, weight);
            points().update(
                            state,
                            labelWeights == null ? answers : answers.weighed(labelWeights),
                            Set.of(Count.values()));
        }
    }

    @Override
    public Tensor result(State state) {
        if (points().isIn(state, ONE_AGAINST_REST)) {
            var counts = Counts.of(points(), state, ONE_AGAINST_REST);
            Tensor both =
                    counts.labelled()
                            .at(0, 0)
                            .greater(0)
                            .times(counts.unlabelled().at(0, 0).greater(0));
            return counts.area(curve, summationMethod)
                    .times(both)
                    .sum()
                    .dividedByOrZero(both.sum());
        }
        if (!multiLabel) {
            return Counts.of(points(), state).area(curve, summationMethod);
        }
        if (numLabels != null) {
            points().declareEach(state, "", numLabels);
        }
        Tensor areas = Counts.of(points(), state, "").area(curve, summationMethod);
        if (labelWeights == null) {
            return areas.mean();
        }
        Tensor weights = Confusion.row(state.graph(), labelWeights);
        return areas.times(weights).sum().dividedByOrZero(weights.sum());
    }

    private Confusion points() {
        return thresholds == null
                ? Confusion.evenly(numThresholds, 1e-7)
                : Confusion.between(thresholds);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
