package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Each number becomes the number of its bin: how many boundaries are not above it.
///
/// Formula: `y = number of boundaries b with b <= x`; output modes as those of `CategoryEncoding`.
///
/// Shapes: `[batch, …]` to `[batch, …]`, with multi_hot and count `[batch, …, bins]` in place of the last axis.
///
/// Equal to `keras.layers.Discretization` in names, defaults and values.
///
/// @param binBoundaries from the smallest to the largest; none to learn them
/// @param numBins       how many bins are learned
/// @param epsilon       as in Keras; bins are learned exactly
/// @param outputMode    form of the result
@Doc(
        value = "each number becomes the number of its bin",
        example = "discretization [0.0, 18.0, 65.0]")
public record Discretization(
        @Doc(
                        value = "from the smallest to the largest; none to learn them",
                        example = "[0, 10, 100]")
                @Nullable List<Double> binBoundaries,
        @Doc(value = "how many bins are learned", example = "4") @Nullable Integer numBins,
        @Doc(value = "as in Keras; bins are learned exactly", example = "0.01") double epsilon,
        @Doc(value = "form of the result", example = "one_hot") OutputMode outputMode,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Discretization> {
    public Discretization {
        binBoundaries = binBoundaries == null ? null : List.copyOf(binBoundaries);
        outputMode.withoutWeights("discretization");
        if (numBins != null) {
            Sizes.positive("discretization", "num_bins", numBins, "10");
        }
    }

    public Discretization() {
        this(null, null, 0.01, OutputMode.INT, LayerSettings.DEFAULT);
    }

    public Discretization withBinBoundaries(@Nullable List<Double> binBoundaries) {
        return new Discretization(binBoundaries, numBins, epsilon, outputMode, settings);
    }

    public Discretization withNumBins(@Nullable Integer numBins) {
        return new Discretization(binBoundaries, numBins, epsilon, outputMode, settings);
    }

    public Discretization withEpsilon(double epsilon) {
        return new Discretization(binBoundaries, numBins, epsilon, outputMode, settings);
    }

    public Discretization withOutputMode(OutputMode outputMode) {
        return new Discretization(binBoundaries, numBins, epsilon, outputMode, settings);
    }

    @Override
    public Discretization withSettings(LayerSettings settings) {
        return new Discretization(binBoundaries, numBins, epsilon, outputMode, settings);
    }

    /// The same layer with boundaries that cut the data into `numBins` bins of equally many values.
    public Discretization adapted(float[] values) {
        if (numBins == null) {
            throw new UserError(
                    "discretization has its boundaries already.",
                    "Type: new Discretization().withNumBins(4).adapted(values)");
        }
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        var boundaries = new ArrayList<Double>();
        for (int bin = 1; bin < numBins; bin++) {
            boundaries.add(
                    (double)
                            sorted[
                                    Math.min(
                                            (int) Math.ceil((double) bin * sorted.length / numBins),
                                            sorted.length - 1)]);
        }
        return new Discretization(boundaries, null, epsilon, outputMode, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        if (binBoundaries == null) {
            throw new UserError(
                    "E132",
                    scope.name() + " has no boundaries yet.",
                    "Type: bin_boundaries=[0, 1], or adapt it to data.");
        }
        Tensor bin = x.graph().constant(0, x.shape());
        for (double boundary : binBoundaries) {
            bin = bin.plus(x.greaterOrEqual(boundary));
        }
        return outputMode.encode(bin, binBoundaries.size() + 1, null);
    }
}
