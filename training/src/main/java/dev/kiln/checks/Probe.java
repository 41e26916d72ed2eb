package dev.kiln.checks;

import dev.kiln.tensor.Shape;

/// What a forward pass of a few rows showed.
///
/// @param lowest     smallest prediction
/// @param highest    largest prediction
/// @param sumToOne   whether each row's predictions sum to 1, to 1e-3
/// @param loss       value of the loss before any training
public record Probe(double lowest, double highest, boolean sumToOne, double loss) {
    private static final double ROUNDING = 1e-3;

    /// @param predictions row-major, the last axis the units
    public static Probe of(float[] predictions, Shape shape, double loss) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        boolean sumToOne = true;
        int units = shape.rank() == 0 ? 1 : shape.last();
        for (int from = 0; from < predictions.length; from += units) {
            double sum = 0;
            for (int i = from; i < from + units; i++) {
                lowest = Math.min(lowest, predictions[i]);
                highest = Math.max(highest, predictions[i]);
                sum += predictions[i];
            }
            sumToOne &= Math.abs(sum - 1) <= ROUNDING;
        }
        return new Probe(lowest, highest, sumToOne, loss);
    }

    boolean leavesUnitInterval() {
        return lowest < 0 || highest > 1;
    }
}
