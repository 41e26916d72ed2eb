package dev.kiln.metrics;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.losses.Labels;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Share of predicted yes that is right, 0 to 1; 0 where there is none.
///
/// With one number a row, or one-hot and multi-hot labels, equal to `keras.metrics.Precision`: all entries
/// pooled, one value a threshold. Beyond Keras: with class numbers the mean over the classes of the largest
/// prediction (macro), of the classes that were labelled or predicted; `average=macro` asks for that with
/// other labels.
///
/// @param thresholds predictions above it are a yes; several give several values. 0.5 without it
/// @param topK only the k largest predictions of a row can be a yes
/// @param classId the one class that is looked at
/// @param name as it appears in history, charts and files
/// @param average macro: the mean of the classes' own values; micro: all entries pooled. By the labels
/// without it
@Doc(
        value = "share of predicted yes that is right, 0 to 1; 0 where there is none",
        example = "precision(average=macro)")
public record Precision(
        @Doc(
                        value =
                                "predictions above it are a yes; several give several values. 0.5 without it",
                        example = "0.3")
                @Nullable List<Double> thresholds,
        @Doc(value = "only the k largest predictions of a row can be a yes", example = "3")
                @Nullable Integer topK,
        @Doc(value = "the one class that is looked at", example = "2") @Nullable Integer classId,
        @Doc("as it appears in history, charts and files") String name,
        @Doc(
                        value =
                                "macro: the mean of the classes' own values; micro: all entries pooled. By the labels without it",
                        example = "macro")
                @Nullable Average average)
        implements Metric {
    /// @throws UserError where a threshold is outside [0, 1]
    public Precision {
        thresholds = Confusion.checked(thresholds);
    }

    /// Keras's defaults.
    public Precision() {
        this(null, null, null, "precision", null);
    }

    public Precision(@Nullable List<Double> thresholds) {
        this(thresholds, null, null, "precision", null);
    }

    public Precision withThresholds(@Nullable List<Double> thresholds) {
        return new Precision(thresholds, topK, classId, name, average);
    }

    public Precision withTopK(@Nullable Integer topK) {
        return new Precision(thresholds, topK, classId, name, average);
    }

    public Precision withClassId(@Nullable Integer classId) {
        return new Precision(thresholds, topK, classId, name, average);
    }

    public Precision withName(String name) {
        return new Precision(thresholds, topK, classId, name, average);
    }

    public Precision withAverage(@Nullable Average average) {
        return new Precision(thresholds, topK, classId, name, average);
    }

    @Override
    public void update(State state, Tensor yTrue, Tensor yPred, @Nullable Tensor weight) {
        if (isMacro(yTrue, yPred)) {
            Classwise.update(state, yTrue, yPred, weight, thresholds);
            return;
        }
        var answers = Answers.of(yTrue, yPred, weight).topK(topK).classId(classId);
        confusion().update(state, answers, Set.of(Count.TRUE_POSITIVES, Count.FALSE_POSITIVES));
    }

    @Override
    public Tensor result(State state) {
        if (Classwise.isIn(state)) {
            return Classwise.of(state).macro(Classwise::precision);
        }
        Tensor right = confusion().read(state, Count.TRUE_POSITIVES);
        return right.dividedByOrZero(right.plus(confusion().read(state, Count.FALSE_POSITIVES)));
    }

    private boolean isMacro(Tensor yTrue, Tensor yPred) {
        boolean asInKeras = topK != null || classId != null || thresholds != null;
        return average == Average.MACRO
                || (average == null && !asInKeras && Labels.areClassNumbers(yTrue, yPred));
    }

    private Confusion confusion() {
        return Confusion.at(thresholds, topK == null ? 0.5 : Answers.OUT_OF_TOP);
    }

    @Override
    public Direction direction() {
        return Direction.UP;
    }
}
