package dev.kiln.fit;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// How much each row counts: its own weight, or that of its class.
final class RowWeights {
    private RowWeights() {}

    /// @param classWeight by class number; classes left out count 1
    /// @return one number a row, or the data set's own weights; null where all rows count the same
    static @Nullable FloatArray of(Dataset data, Map<Integer, Double> classWeight) {
        if (classWeight.isEmpty()) {
            return data.sampleWeights().orElse(null);
        }
        if (data.sampleWeights().isPresent()) {
            throw new UserError(
                    "E103",
                    "class_weight and sample_weight exclude each other; both are given.",
                    "Keep one: %fit class_weight={0: 1.0, 1: 4.5}");
        }
        if (data.targets().size() != 1) {
            throw new UserError(
                    "E103",
                    "class_weight is for one output; the data has " + data.targets().size() + ".",
                    "Give sample_weight instead.");
        }
        FloatArray labels = data.y();
        float[] weights = new float[labels.rows()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = classWeight.getOrDefault(label(labels, row), 1.0).floatValue();
        }
        return FloatArray.of(Shape.of(weights.length), weights);
    }

    /// The class of a row: its number, or the place of its largest number where the row is one-hot.
    static int label(FloatArray labels, int row) {
        if (labels.rowSize() == 1) {
            return Math.round(labels.get(row, 0));
        }
        int best = 0;
        for (int i = 1; i < labels.rowSize(); i++) {
            if (labels.get(row, i) > labels.get(row, best)) {
                best = i;
            }
        }
        return best;
    }
}
