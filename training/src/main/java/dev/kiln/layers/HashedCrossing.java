package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;

import java.util.List;

/// Combinations of the values of several columns, texts or whole numbers, as numbers of bins by a hash. It works before
/// a model, on columns, as other layers that read text:
/// ```java
/// float[][] rows = new HashedCrossing(10).transform(List.of(cities, jobs));
/// ```
///
/// Formula: `y = farmhash of the joined values, modulo num_bins`.
///
/// Shapes: a column of `[batch]` values each to `[batch, 1]` numbers, with one_hot `[batch, num_bins]`.
///
/// Equal to `keras.layers.HashedCrossing` in names, defaults and values.
///
/// @param numBins how many bins, above 0
/// @param outputMode form of the result: int or one_hot
@Doc("combinations of columns as numbers of bins by a hash")
public record HashedCrossing(
        @Doc(value = "how many bins, above 0", example = "100") int numBins,
        @Doc(value = "form of the result: int or one_hot", example = "one_hot")
                OutputMode outputMode,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<HashedCrossing> {
    public HashedCrossing {
        Sizes.positive("hashed_crossing", "num_bins", numBins, "100");
        if (outputMode != OutputMode.INT && outputMode != OutputMode.ONE_HOT) {
            throw new UserError(
                    "E132",
                    "output_mode of hashed_crossing must be int or one_hot.",
                    "Type: output_mode=one_hot");
        }
    }

    public HashedCrossing(int numBins) {
        this(numBins, OutputMode.INT, LayerSettings.DEFAULT);
    }

    public HashedCrossing withNumBins(int numBins) {
        return new HashedCrossing(numBins, outputMode, settings);
    }

    public HashedCrossing withOutputMode(OutputMode outputMode) {
        return new HashedCrossing(numBins, outputMode, settings);
    }

    @Override
    public HashedCrossing withSettings(LayerSettings settings) {
        return new HashedCrossing(numBins, outputMode, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        throw new UserError(
                "E134",
                scope.name() + " reads columns, but a model computes with numbers of 32 bits.",
                "Use it on the columns before the model: layer.transform(List.of(cities, jobs))");
    }

    /// One row a combination: its bin, or a row of 0 and 1.
    ///
    /// @param columns at least two of one length
    public float[][] transform(List<List<String>> columns) {
        int rows = columns.isEmpty() ? 0 : columns.getFirst().size();
        if (columns.size() < 2 || columns.stream().anyMatch(column -> column.size() != rows)) {
            throw new UserError(
                    "E134",
                    "hashed_crossing takes two or more columns of one length, but gets "
                            + columns.stream().map(List::size).toList()
                            + " values.",
                    "Type: layer.transform(List.of(cities, jobs))");
        }
        var result = new float[rows][];
        for (int i = 0; i < rows; i++) {
            int row = i;
            result[i] = row(bin(columns.stream().map(column -> column.get(row)).toList()));
        }
        return result;
    }

    private float[] row(int bin) {
        if (outputMode == OutputMode.INT) {
            return new float[] {bin};
        }
        var row = new float[numBins];
        row[bin] = 1;
        return row;
    }

    /// The bin of a combination of texts.
    public int bin(List<String> texts) {
        return bin(texts.stream().mapToLong(Fingerprint::farm).toArray());
    }

    /// The bin of a combination of whole numbers.
    public int bin(long... numbers) {
        return (int) Long.remainderUnsigned(Fingerprint.crossed(numbers), numBins);
    }
}
