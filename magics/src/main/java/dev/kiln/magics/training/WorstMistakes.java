package dev.kiln.magics.training;

import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.data.Task;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.output.Numbers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The rows that a model was most wrong about: surest of a wrong class, or farthest from the number.
///
/// @param rows     that were judged
/// @param mistakes the worst first
record WorstMistakes(Dataset rows, List<Mistake> mistakes) {
    private static final int MOST = 8;
    private static final int TOLD = 3;

    /// @param row   from 0
    /// @param how   bad it is; larger is worse
    /// @param text  what was taken for what
    record Mistake(int row, double how, String text) {}

    /// @param predictions one row for each of the rows
    static WorstMistakes of(DataSets data, Dataset rows, FloatArray predictions, double threshold) {
        var found = new ArrayList<Mistake>();
        boolean isClassification = data.task() == Task.CLASSIFICATION && data.classes().size() > 1;
        boolean isNumber = data.task() == Task.REGRESSION && rows.targets().size() == 1;
        if (isClassification || isNumber) {
            FloatArray said = isNumber ? Predict.original(data, predictions) : predictions;
            FloatArray truth = isNumber ? Predict.original(data, rows.y) : rows.y;
            boolean fits = !isNumber || said.rowSize() == truth.rowSize();
            for (int row = 0; fits && row < rows.rows(); row++) {
                if (isNumber) {
                    found.add(number(row, truth.get(row, 0), said.get(row, 0)));
                } else {
                    label(data, rows, predictions, row, threshold).ifPresent(found::add);
                }
            }
        }
        found.sort(Comparator.comparingDouble(Mistake::how).reversed());
        return new WorstMistakes(rows, List.copyOf(found.subList(0, Math.min(MOST, found.size()))));
    }

    private static Mistake number(int row, double truth, double said) {
        return new Mistake(
                row,
                Math.abs(said - truth),
                "row " + (row + 1) + ": " + Numbers.of(said) + " for " + Numbers.of(truth));
    }

    private static Optional<Mistake> label(
            DataSets data, Dataset rows, FloatArray predictions, int row, double threshold) {
        int truth = Judged.label(rows.y, row);
        int said = Judged.predicted(predictions, row, threshold);
        if (truth == said
                || truth < 0
                || truth >= data.classes().size()
                || said >= data.classes().size()) {
            return Optional.empty();
        }
        double chance = Predict.chance(predictions, row, said);
        return Optional.of(
                new Mistake(
                        row,
                        chance,
                        "row "
                                + (row + 1)
                                + ": "
                                + data.classes().get(truth)
                                + " taken for "
                                + data.classes().get(said)
                                + " ("
                                + Numbers.of(Math.round(chance * 100) / 100.0)
                                + ")"));
    }

    boolean isEmpty() {
        return mistakes.isEmpty();
    }

    String text() {
        return String.join(", ", mistakes.stream().limit(TOLD).map(Mistake::text).toList());
    }

    /// The rows themselves, where they are images.
    Optional<Block> pictures() {
        return Thumbnails.of(
                rows,
                mistakes.stream().map(Mistake::row).toList(),
                "The worst mistakes, the surest first: "
                        + String.join(", ", mistakes.stream().map(Mistake::text).toList())
                        + ".");
    }
}
