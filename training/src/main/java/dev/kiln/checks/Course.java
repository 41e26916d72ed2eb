package dev.kiln.checks;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// What is said of training's course: before it begins about data, while it runs about scores.
public final class Course {
    private static final int PATIENCE = 5;
    private static final double SAME = 1e-6;

    private Course() {}

    /// Rows of the test set that training sees too.
    ///
    /// @param rowSize numbers a row
    public static Optional<Finding> repeated(float[] train, float[] test, int rowSize) {
        var seen = new HashSet<List<Float>>();
        for (int from = 0; from < train.length; from += rowSize) {
            seen.add(row(train, from, rowSize));
        }
        int repeated = 0;
        for (int from = 0; from < test.length; from += rowSize) {
            repeated += seen.contains(row(test, from, rowSize)) ? 1 : 0;
        }
        return repeated == 0
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "W223",
                                Figures.of(repeated)
                                        + " of "
                                        + Figures.of(test.length / (double) rowSize)
                                        + " test rows also are in train; the test score will flatter.",
                                ""));
    }

    private static List<Float> row(float[] values, int from, int size) {
        Float[] row = new Float[size];
        for (int i = 0; i < size; i++) {
            row[i] = values[from + i];
        }
        return Arrays.asList(row);
    }

    /// Classes that validation asks for and training never shows, as the last rows of sorted labels are.
    public static Optional<Finding> unseen(
            LabelFacts train, LabelFacts validation, Dialect dialect) {
        if (!train.areFewWholeNumbers() || !(train.columns() == 1 || train.isOneHot())) {
            return Optional.empty();
        }
        var known = train.counts().keySet();
        var unseen =
                validation.counts().keySet().stream()
                        .filter(label -> !known.contains(label))
                        .map(train::className)
                        .toList();
        if (unseen.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        "W228",
                        "the validation rows hold "
                                + String.join(", ", unseen)
                                + ", which no training row does.",
                        dialect == Dialect.MAGIC
                                ? "Type: %fit val=20%   (validation_split takes the last rows as they stand)"
                                : "Shuffle the rows before fit: a validation split takes the last ones."));
    }

    /// The loss falls, the validation loss has risen for five epochs.
    ///
    /// @param losses           one an epoch, from epoch 1
    /// @param validationLosses as many
    public static Optional<Finding> memorising(
            List<Double> losses, List<Double> validationLosses, Dialect dialect) {
        int best = 0;
        for (int epoch = 1; epoch < validationLosses.size(); epoch++) {
            best = validationLosses.get(epoch) < validationLosses.get(best) ? epoch : best;
        }
        int last = validationLosses.size() - 1;
        boolean rises = last - best >= PATIENCE;
        for (int epoch = Math.max(last - PATIENCE, 0); rises && epoch < last; epoch++) {
            rises = validationLosses.get(epoch + 1) > validationLosses.get(epoch);
        }
        if (!rises || losses.get(last) >= losses.get(best)) {
            return Optional.empty();
        }
        return Optional.of(
                new Finding(
                        "W224",
                        "validation loss has risen since epoch "
                                + (best + 1)
                                + ": the model is memorising. Best epoch "
                                + (best + 1)
                                + ".",
                        dialect == Dialect.MAGIC
                                ? "Type: %fit fresh epochs="
                                        + (last + 1)
                                        + " early_stopping(patience=3, restore_best_weights=true)"
                                : "Write: new EarlyStopping(\"val_loss\").withPatience(3).withRestoreBestWeights(true)"));
    }

    /// After the first epoch every answer is the most frequent class.
    ///
    /// @param accuracy share of right answers
    /// @param labels   what the answers are compared with
    public static Optional<Finding> oneAnswer(double accuracy, LabelFacts labels) {
        var counts = labels.counts();
        if (counts.size() < 2) {
            return Optional.empty();
        }
        var largest =
                counts.entrySet().stream()
                        .max(java.util.Map.Entry.comparingByValue())
                        .orElseThrow();
        double share = largest.getValue() / (double) labels.shape().get(0);
        return Math.abs(accuracy - share) > SAME
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                "W225",
                                "the model answers "
                                        + labels.className(largest.getKey())
                                        + " for everything so far.",
                                ""));
    }
}
