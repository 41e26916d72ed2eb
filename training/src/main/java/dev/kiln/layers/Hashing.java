package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Texts, or whole numbers as texts, as numbers of bins by a hash: no vocabulary is needed, and unknown texts have
/// a place too.
///
/// In a model it stands directly behind an input of texts or of whole numbers: `new Input(1).withDtype(DType.STRING)`.
///
/// Formula: `y = siphash or farmhash of x, modulo num_bins`.
///
/// Shapes: `[batch, …]` texts to `[batch, …]` numbers, with one_hot `[batch, …, num_bins]`, with multi_hot and count
/// `[batch, num_bins]`.
///
/// Equal to `keras.layers.Hashing` in names, defaults and values.
///
/// @param numBins    how many bins, above 0
/// @param maskValue  a text with a bin of its own, the first; none for none
/// @param salt       one or two numbers that change the hash; none for none
/// @param outputMode form of the result
@Doc("texts as numbers of bins by a hash")
public record Hashing(
        @Doc(value = "how many bins, above 0", example = "100") int numBins,
        @Doc(value = "a text with a bin of its own, the first; none for none", example = "")
                @Nullable String maskValue,
        @Doc(
                        value = "one or two numbers that change the hash; none for none",
                        example = "[133, 137]")
                @Nullable List<Long> salt,
        @Doc(value = "form of the result", example = "one_hot") OutputMode outputMode,
        @Shared LayerSettings settings)
        implements TextLayer, LayerArguments<Hashing> {
    public Hashing {
        salt = salt == null ? null : List.copyOf(salt);
        Sizes.positive("hashing", "num_bins", numBins, "100");
        outputMode.withoutWeights("hashing");
    }

    public Hashing(int numBins) {
        this(numBins, null, null, OutputMode.INT, LayerSettings.DEFAULT);
    }

    public Hashing withNumBins(int numBins) {
        return new Hashing(numBins, maskValue, salt, outputMode, settings);
    }

    public Hashing withMaskValue(@Nullable String maskValue) {
        return new Hashing(numBins, maskValue, salt, outputMode, settings);
    }

    public Hashing withSalt(@Nullable List<Long> salt) {
        return new Hashing(numBins, maskValue, salt, outputMode, settings);
    }

    public Hashing withOutputMode(OutputMode outputMode) {
        return new Hashing(numBins, maskValue, salt, outputMode, settings);
    }

    @Override
    public Hashing withSettings(LayerSettings settings) {
        return new Hashing(numBins, maskValue, salt, outputMode, settings);
    }

    /// One row a text: its bin, or a row of 0 and 1.
    @Override
    public float[][] transform(List<String> texts) {
        var rows = new float[texts.size()][];
        for (int i = 0; i < rows.length; i++) {
            int bin = bin(texts.get(i));
            if (outputMode == OutputMode.INT) {
                rows[i] = new float[] {bin};
            } else {
                rows[i] = new float[numBins];
                rows[i][bin] = 1;
            }
        }
        return rows;
    }

    @Override
    public float[][] numbers(List<List<String>> rows) {
        var numbers = new float[rows.size()][];
        for (int i = 0; i < numbers.length; i++) {
            List<String> row = rows.get(i);
            numbers[i] = new float[row.size()];
            for (int j = 0; j < row.size(); j++) {
                numbers[i][j] = bin(row.get(j));
            }
        }
        return numbers;
    }

    @Override
    public boolean readsWholeNumbers() {
        return true;
    }

    @Override
    public Tensor call(Tensor bins, Scope scope) {
        return outputMode.encode(bins, numBins, null);
    }

    /// The bin of a text; with a mask value bin 0 is its own.
    public int bin(String text) {
        boolean hasMask = maskValue != null && numBins > 1;
        if (hasMask && text.equals(maskValue)) {
            return 0;
        }
        long hash =
                salt == null
                        ? Fingerprint.farm(text)
                        : Fingerprint.sip(text, salt.getFirst(), salt.getLast());
        int bins = hasMask ? numBins - 1 : numBins;
        return (int) Long.remainderUnsigned(hash, bins) + (hasMask ? 1 : 0);
    }
}
