package dev.kiln.checks;

import dev.kiln.data.FloatArray;

import java.util.OptionalDouble;

/// What a forward pass of a few rows showed.
///
/// @param lowest     smallest prediction
/// @param highest    largest prediction
/// @param sumToOne   whether each row's predictions sum to 1, to 1e-3
/// @param loss       value of the loss on these rows before any training; none for a model that was trained
public record Probe(double lowest, double highest, boolean sumToOne, OptionalDouble loss) {
    private static final double ROUNDING = 1e-3;

    /// @param predictions `[rows, …, units]`
    public static Probe of(FloatArray predictions, OptionalDouble loss) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        boolean sumToOne = true;
        int units = predictions.shape().rank() < 2 ? 1 : predictions.shape().last();
        for (long from = 0; from < predictions.size(); from += units) {
            double sum = 0;
            for (long i = from; i < from + units; i++) {
                float prediction = predictions.get(i);
                lowest = Math.min(lowest, prediction);
                highest = Math.max(highest, prediction);
                sum += prediction;
            }
            sumToOne &= Math.abs(sum - 1) <= ROUNDING;
        }
        return new Probe(lowest, highest, sumToOne, loss);
    }

    boolean leavesUnitInterval() {
        return lowest < 0 || highest > 1;
    }
}
