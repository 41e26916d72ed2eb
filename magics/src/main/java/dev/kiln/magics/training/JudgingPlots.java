package dev.kiln.magics.training;

import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.data.Task;
import dev.kiln.magics.drawing.chart.Bins;
import dev.kiln.magics.drawing.chart.CalibrationPlot;
import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.CurvesPlot;
import dev.kiln.magics.drawing.chart.HeatPlot;
import dev.kiln.magics.drawing.chart.HistogramPlot;
import dev.kiln.magics.drawing.chart.HistoryPlot;
import dev.kiln.magics.drawing.chart.Plot;
import dev.kiln.magics.drawing.chart.PrecisionRecallPlot;
import dev.kiln.magics.drawing.chart.PredictedPlot;
import dev.kiln.magics.drawing.chart.ResidualsPlot;
import dev.kiln.magics.drawing.chart.RocPlot;
import dev.kiln.magics.drawing.chart.ScoredCurve;
import dev.kiln.magics.output.Numbers;

import java.util.ArrayList;
import java.util.List;

/// Charts of predictions beside the truth.
///
/// @param part        name of the rows, as shown
/// @param rows        with labels
/// @param predictions one row for each
record JudgingPlots(DataSets data, String part, Dataset rows, FloatArray predictions) {
    /// Charts of a classification.
    static final List<String> OF_CLASSES =
            List.of("roc", "pr", "confusion", "calibration", "threshold");

    /// Charts of a regression.
    static final List<String> OF_NUMBERS = List.of("residuals", "predicted");

    private static final int MOST_CURVES = 8;
    private static final int ERROR_BINS = 30;

    /// @param kind one of the lists above
    Plot plot(String kind) {
        boolean isClassification = data.task() == Task.CLASSIFICATION && data.classes().size() > 1;
        if (OF_CLASSES.contains(kind) && !isClassification) {
            throw new UserError(
                    "E182",
                    kind + " needs class probabilities; this model predicts a number.",
                    "Type: %plot residuals");
        }
        if (OF_NUMBERS.contains(kind) && isClassification) {
            throw new UserError(
                    "E182",
                    kind + " needs a number to predict; this model predicts a class.",
                    "Type: %plot confusion");
        }
        return switch (kind) {
            case "roc" ->
                    new RocPlot(few(questions(kind).stream().map(ThresholdCurves::roc).toList()));
            case "pr" -> precisionRecall(questions(kind));
            case "confusion" ->
                    HeatPlot.confusion(
                            data.classes(),
                            Judged.of(data.classes(), rows, predictions, 0.5).counts());
            case "calibration" -> new CalibrationPlot(calibration());
            case "threshold" -> threshold(questions(kind));
            case "errors" -> isClassification ? confidences() : leftOver();
            case "residuals" -> new ResidualsPlot(target(), numbers(true));
            case "predicted" -> new PredictedPlot(target(), numbers(false));
            default -> throw new IllegalArgumentException("no chart " + kind);
        };
    }

    private static Plot precisionRecall(List<ThresholdCurves> questions) {
        double positives = 0;
        for (ThresholdCurves question : questions) {
            positives +=
                    (double) question.positives() / question.scores().size() / questions.size();
        }
        return new PrecisionRecallPlot(
                few(questions.stream().map(ThresholdCurves::precisionRecall).toList()), positives);
    }

    /// Precision, recall and F1 by the chance from which on yes is said.
    private static Plot threshold(List<ThresholdCurves> questions) {
        if (questions.size() > 1) {
            throw new UserError(
                    "E182",
                    "threshold is for two classes; this model knows more.",
                    "Type: %plot roc");
        }
        ThresholdCurves question = questions.getFirst();
        return new CurvesPlot(
                "Scores by threshold",
                "threshold for " + question.name(),
                "score",
                question.byThreshold(),
                0,
                HistoryPlot.Scale.LINEAR);
    }

    /// How sure the model was where it was right, and where it was wrong.
    private Plot confidences() {
        var right = new ArrayList<Double>();
        var wrong = new ArrayList<Double>();
        for (int row = 0; row < rows.rows(); row++) {
            int said = Judged.predicted(predictions, row, 0.5);
            boolean isRight = said == Judged.label(rows.y, row);
            (isRight ? right : wrong).add(Predict.chance(predictions, row, said));
        }
        var histograms = new ArrayList<Bins>();
        for (var list : List.of(right, wrong)) {
            if (!list.isEmpty()) {
                double[] values = list.stream().mapToDouble(chance -> chance).toArray();
                histograms.add(Bins.of(list == right ? "right" : "wrong", values, ERROR_BINS));
            }
        }
        return new HistogramPlot(
                "Confidence of "
                        + Numbers.count(right.size())
                        + " right and "
                        + Numbers.count(wrong.size())
                        + " wrong answers",
                "confidence",
                histograms);
    }

    private Plot leftOver() {
        var errors = numbers(true).y().stream().mapToDouble(error -> error).toArray();
        return new HistogramPlot(
                "Errors",
                target() + ": actual - predicted",
                List.of(Bins.of(target(), errors, ERROR_BINS)));
    }

    private static List<ScoredCurve> few(List<ScoredCurve> curves) {
        return curves.size() > MOST_CURVES ? List.of(ThresholdCurves.macro(curves)) : curves;
    }

    /// One question for two classes, else one for each class that some rows have and some have not.
    private List<ThresholdCurves> questions(String kind) {
        int classes = data.classes().size();
        var questions = new ArrayList<ThresholdCurves>();
        for (int label = classes == 2 ? 1 : 0; label < classes; label++) {
            ThresholdCurves question = question(label);
            if (question.hasBoth()) {
                questions.add(question);
            }
        }
        if (questions.isEmpty()) {
            throw new UserError(
                    "E182",
                    kind
                            + " needs rows of two classes; all "
                            + Numbers.count(rows.rows())
                            + " rows of "
                            + part
                            + " have one.",
                    "Type: %plot " + kind + " on=train");
        }
        return questions;
    }

    private ThresholdCurves question(int label) {
        var scores = new ArrayList<Double>();
        var isTrue = new ArrayList<Boolean>();
        int column = predictions.rowSize() == 1 ? 0 : label;
        for (int row = 0; row < rows.rows(); row++) {
            scores.add((double) predictions.get(row, column));
            isTrue.add(Judged.label(rows.y, row) == label);
        }
        return new ThresholdCurves(data.classes().get(label), scores, isTrue);
    }

    /// Chances of all classes together; of the second class alone where there are two.
    private Curve calibration() {
        int classes = data.classes().size();
        var scores = new ArrayList<Double>();
        var isTrue = new ArrayList<Boolean>();
        for (int label = classes == 2 ? 1 : 0; label < classes; label++) {
            ThresholdCurves question = question(label);
            scores.addAll(question.scores());
            isTrue.addAll(question.isTrue());
        }
        double low = scores.stream().mapToDouble(score -> score).min().orElse(0);
        double high = scores.stream().mapToDouble(score -> score).max().orElse(0);
        if (!(low >= 0 && high <= 1.0001)) {
            throw new UserError(
                    "E182",
                    "calibration needs probabilities from 0 to 1; the model's outputs run from "
                            + Numbers.of(low)
                            + " to "
                            + Numbers.of(high)
                            + ".",
                    "End the model with: "
                            + (predictions.rowSize() == 1
                                    ? "dense 1 sigmoid"
                                    : "dense " + classes + " softmax"));
        }
        return new ThresholdCurves("", scores, isTrue).calibration();
    }

    private String target() {
        return data.targets().isEmpty() ? "y" : data.targets().getFirst();
    }

    /// Predicted by actual value, or what was left over by predicted value; the first column of several, in its own
    /// unit.
    private Curve numbers(boolean isLeftOver) {
        FloatArray predicted = Predict.original(data, predictions);
        FloatArray actual = Predict.original(data, rows.y);
        double[] x = new double[rows.rows()];
        double[] y = new double[rows.rows()];
        for (int row = 0; row < x.length; row++) {
            double truth = actual.get(row, 0);
            double guess = predicted.get(row, 0);
            x[row] = isLeftOver ? guess : truth;
            y[row] = isLeftOver ? truth - guess : guess;
        }
        return Curve.of(target(), x, y);
    }
}
