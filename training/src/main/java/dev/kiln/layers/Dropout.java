package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// In training each number becomes 0 with probability `rate`; the others are divided by `1 - rate`, so that the
/// expected sum stays. Otherwise nothing happens.
///
/// Formula: in training `y = x * keep / (1 - rate)`, where `keep` is 1 with probability `1 - rate` and 0 otherwise;
/// in use `y = x`.
///
/// Shapes: `[batch, …]` to `[batch, …]`.
///
/// Source: Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html
///
/// Equal to `keras.layers.Dropout` in names, defaults and values.
///
/// @param rate       share of numbers that become 0 in training, from 0 to below 1
/// @param noiseShape shape of the mask that is repeated over the input; -1 keeps a dimension
/// @param seed       its own seed; none for the run's
@Doc(value = "a share of the numbers becomes 0 in training", example = "dropout 0.2")
public record Dropout(
        @Doc(
                        value = "share of numbers that become 0 in training, from 0 to below 1",
                        example = "0.2")
                double rate,
        @Doc(
                        value =
                                "shape of the mask that is repeated over the input; -1 keeps a dimension",
                        example = "[-1, 1, 64]")
                @Nullable List<Integer> noiseShape,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Dropout> {
    public Dropout {
        noiseShape = Sizes.kept(noiseShape);
        Sizes.rate("dropout", rate);
    }

    public Dropout(double rate) {
        this(rate, null, null, LayerSettings.DEFAULT);
    }

    public Dropout withRate(double rate) {
        return new Dropout(rate, noiseShape, seed, settings);
    }

    public Dropout withNoiseShape(@Nullable List<Integer> noiseShape) {
        return new Dropout(rate, noiseShape, seed, settings);
    }

    public Dropout withSeed(@Nullable Long seed) {
        return new Dropout(rate, noiseShape, seed, settings);
    }

    @Override
    public Dropout withSettings(LayerSettings settings) {
        return new Dropout(rate, noiseShape, seed, settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        if (!scope.training() || rate == 0) {
            return x;
        }
        Shape shape = noiseShape == null ? x.shape() : Sizes.noise(scope, noiseShape, x.shape());
        Tensor kept = scope.uniform("dropout", shape, seed).greaterOrEqual(rate);
        // At a rate just below 1 the factor is large, never infinite.
        return x.times(kept).dividedBy(1 - rate);
    }
}
