package dev.kiln.magics.training;

import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Predictions beside the truth, for a classification.
///
/// @param classes names, in the order of their numbers
/// @param counts  rows by truth, then by prediction
record Judged(List<String> classes, int[][] counts) {

    /// @param predictions one row a sample: a chance for each class, or one chance of the second class
    static Judged of(List<String> classes, Dataset rows, FloatArray predictions, double threshold) {
        int[][] counts = new int[classes.size()][classes.size()];
        for (int row = 0; row < rows.rows(); row++) {
            int truth = label(rows.y, row);
            int predicted = predicted(predictions, row, threshold);
            if (truth >= 0 && truth < classes.size() && predicted < classes.size()) {
                counts[truth][predicted]++;
            }
        }
        return new Judged(classes, counts);
    }

    /// The class number of a row of labels.
    static int label(FloatArray labels, int row) {
        return labels.rowSize() == 1 ? Math.round(labels.get(row, 0)) : largest(labels, row);
    }

    /// The class that a row of predictions speaks for.
    static int predicted(FloatArray predictions, int row, double threshold) {
        return predictions.rowSize() == 1
                ? (predictions.get(row, 0) > threshold ? 1 : 0)
                : largest(predictions, row);
    }

    private static int largest(FloatArray numbers, int row) {
        int best = 0;
        for (int i = 1; i < numbers.rowSize(); i++) {
            best = numbers.get(row, i) > numbers.get(row, best) ? i : best;
        }
        return best;
    }

    int rows(int truth) {
        int sum = 0;
        for (int count : counts[truth]) {
            sum += count;
        }
        return sum;
    }

    /// Right among those taken for the class; 0 where none was.
    double precision(int label) {
        int taken = 0;
        for (int[] truth : counts) {
            taken += truth[label];
        }
        return taken == 0 ? 0 : (double) counts[label][label] / taken;
    }

    /// Right among those of the class; 0 where there is none.
    double recall(int label) {
        return rows(label) == 0 ? 0 : (double) counts[label][label] / rows(label);
    }

    double f1(int label) {
        double sum = precision(label) + recall(label);
        return sum == 0 ? 0 : 2 * precision(label) * recall(label) / sum;
    }

    /// The mean over the classes.
    double mean(IntToDoubleFunction score) {
        return IntStream.range(0, classes.size()).mapToDouble(score).average().orElse(Double.NaN);
    }

    /// All rows.
    int rows() {
        return IntStream.range(0, classes.size()).map(this::rows).sum();
    }

    /// Share that always answering the most frequent class gets right.
    double mostFrequent() {
        int all = 0;
        int most = 0;
        for (int label = 0; label < classes.size(); label++) {
            all += rows(label);
            most = Math.max(most, rows(label));
        }
        return all == 0 ? 0 : (double) most / all;
    }
}
