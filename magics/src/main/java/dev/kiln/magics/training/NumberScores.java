package dev.kiln.magics.training;

import dev.kiln.data.FloatArray;

/// How far predicted numbers lie from the true ones, over all columns of the target, in the target's own unit.
///
/// @param mae  mean absolute error
/// @param rmse root of the mean squared error
/// @param r2   share of the variance that is explained, the mean over the columns; 0 for always the mean, 1 for exact;
///             not-a-number where the truth does not vary
record NumberScores(double mae, double rmse, double r2) {
    /// @param predicted one row a sample
    /// @param actual    of the same shape
    static NumberScores of(FloatArray predicted, FloatArray actual, int rows) {
        int columns = (int) actual.rowSize();
        double[] guess = new double[rows * columns];
        double[] truth = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                guess[row * columns + column] = predicted.get(row, column);
                truth[row * columns + column] = actual.get(row, column);
            }
        }
        return of(guess, truth, columns);
    }

    /// What always saying the means of the training rows would score.
    ///
    /// @param train the target of the training rows
    static NumberScores ofMeans(FloatArray train, int trainRows, FloatArray actual, int rows) {
        int columns = (int) actual.rowSize();
        double[] means = new double[columns];
        for (int row = 0; row < trainRows; row++) {
            for (int column = 0; column < columns; column++) {
                means[column] += (double) train.get(row, column) / trainRows;
            }
        }
        double[] guess = new double[rows * columns];
        double[] truth = new double[rows * columns];
        for (int i = 0; i < truth.length; i++) {
            guess[i] = means[i % columns];
            truth[i] = actual.get(i / columns, i % columns);
        }
        return of(guess, truth, columns);
    }

    private static NumberScores of(double[] guess, double[] truth, int columns) {
        int rows = truth.length / columns;
        double absolute = 0;
        double squares = 0;
        double explained = 0;
        for (int column = 0; column < columns; column++) {
            double mean = 0;
            for (int row = 0; row < rows; row++) {
                mean += truth[row * columns + column] / rows;
            }
            double left = 0;
            double spread = 0;
            for (int row = 0; row < rows; row++) {
                double error = guess[row * columns + column] - truth[row * columns + column];
                double off = truth[row * columns + column] - mean;
                absolute += Math.abs(error);
                left += error * error;
                spread += off * off;
            }
            squares += left;
            explained += (spread == 0 ? Double.NaN : 1 - left / spread) / columns;
        }
        return new NumberScores(
                absolute / truth.length, Math.sqrt(squares / truth.length), explained);
    }
}
