package dev.kiln.checks;

import dev.kiln.data.FloatArray;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a model's inputs look like, after preparation.
///
/// @param dialect  in which remedies are written
/// @param data     the data as typed, for example `mnist`
/// @param columns  names of the features; empty for pictures, sounds and the like
/// @param shape    `[rows, …]`
/// @param isScaled whether the model brings them to size itself: it begins with Embedding, Rescaling, Normalization or
///                 BatchNormalization
public record Inputs(
        Dialect dialect, String data, List<String> columns, Shape shape, boolean isScaled) {
    private static final double LARGE = 10;
    private static final double BYTE = 255;

    /// Size is judged by the first rows of large data.
    private static final long MOST_LOOKED_AT = 1_000_000;

    private static final long FEWEST_ROWS = 100;

    public Inputs {
        columns = List.copyOf(columns);
    }

    /// What is to be said of these numbers.
    ///
    /// @param input shape of one row that the model takes; unknown dimensions take any size
    public List<Finding> findings(FloatArray values, Shape input) {
        var found = new ArrayList<Finding>();
        shapes(input).ifPresent(found::add);
        var missing = missing(values);
        missing.ifPresent(found::add);
        if (missing.isEmpty() && !isScaled) {
            unscaled(values).ifPresent(found::add);
        }
        return found;
    }

    private Optional<Finding> shapes(Shape input) {
        Shape row = shape.row();
        boolean fits = row.rank() == input.rank();
        for (int axis = 0; fits && axis < row.rank(); axis++) {
            fits = input.get(axis) == Shape.UNKNOWN || input.get(axis) == row.get(axis);
        }
        if (fits) {
            return Optional.empty();
        }
        boolean isOnlyFlat =
                input.rank() == 1 && input.isKnown() && row.isKnown() && input.size() == row.size();
        String begin =
                dialect == Dialect.MAGIC
                        ? "input " + row
                        : "new Input(" + row.toString().replace("x", ", ") + ")";
        return Optional.of(
                new Finding(
                        "E219",
                        "the model takes " + input + ", the data gives " + row + ".",
                        "Start the model with: "
                                + begin
                                + (isOnlyFlat
                                        ? ", then "
                                                + (dialect == Dialect.MAGIC
                                                        ? "flatten"
                                                        : "new Flatten()")
                                        : "")));
    }

    private Optional<Finding> missing(FloatArray values) {
        if (values.isFinite()) {
            return Optional.empty();
        }
        int count = 0;
        int infinite = 0;
        long first = -1;
        for (long i = 0; i < values.size(); i++) {
            if (!Float.isFinite(values.get(i))) {
                first = count == 0 ? i : first;
                infinite += Float.isInfinite(values.get(i)) ? 1 : 0;
                count++;
            }
        }
        int perRow = (int) Math.max(shape.row().size(), 1);
        String where =
                columns.size() == perRow
                        ? "first in column " + columns.get((int) (first % perRow)) + ", row "
                        : "first in row ";
        return Optional.of(
                new Finding(
                        "E213",
                        Figures.of(count)
                                + (count == 1 ? " value is " : " values are ")
                                + Figures.notFinite(count, infinite)
                                + ", "
                                + where
                                + Figures.of(first / perRow + 1)
                                + ".",
                        dialect == Dialect.MAGIC
                                ? "Type: " + dialect.data(data, "missing=mean")
                                : "Replace them, or leave those rows out."));
    }

    /// Looks at each feature of a table, at all numbers of a picture together.
    private Optional<Finding> unscaled(FloatArray values) {
        int perRow = (int) Math.max(shape.row().size(), 1);
        long looked =
                perRow * Math.min(shape.get(0), Math.max(MOST_LOOKED_AT / perRow, FEWEST_ROWS));
        boolean isTable = shape.rank() == 2;
        var all = new Spread();
        var worst = new Spread();
        for (int column = 0; column < (isTable ? perRow : 1); column++) {
            var spread = new Spread();
            for (long i = column; i < looked; i += isTable ? perRow : 1) {
                spread.take(values.get(i));
                all.take(values.get(i));
            }
            worst = spread.size() > worst.size() ? spread : worst;
        }
        boolean areBytes = all.lowest == 0 && all.highest == BYTE;
        if (!areBytes && worst.size() <= LARGE) {
            return Optional.empty();
        }
        Spread shown = areBytes ? all : worst;
        return Optional.of(
                new Finding(
                        "W212",
                        "inputs are not scaled: "
                                + Figures.of(shown.lowest)
                                + ".."
                                + Figures.of(shown.highest)
                                + " (mean "
                                + Figures.of(Math.rint(shown.mean()))
                                + ", sd "
                                + Figures.of(Math.rint(shown.deviation()))
                                + "). Training will be slow or unstable.",
                        dialect == Dialect.MAGIC
                                ? "Type: " + dialect.data(data, "normalize=auto")
                                : "Begin the model with a Normalization or Rescaling layer."));
    }

    /// Range, mean and deviation of some numbers.
    private static final class Spread {
        private double lowest = Double.POSITIVE_INFINITY;
        private double highest = Double.NEGATIVE_INFINITY;
        private double sum;
        private double squares;
        private long count;

        private void take(double value) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
            sum += value;
            squares += value * value;
            count++;
        }

        private double mean() {
            return count == 0 ? 0 : sum / count;
        }

        private double deviation() {
            return count == 0 ? 0 : Math.sqrt(Math.max(squares / count - mean() * mean(), 0));
        }

        /// The larger of mean and deviation.
        private double size() {
            return Math.max(Math.abs(mean()), deviation());
        }
    }
}
