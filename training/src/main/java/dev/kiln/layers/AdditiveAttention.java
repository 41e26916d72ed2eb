package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.GlorotUniform;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Each query's mean of the values, weighted by the sum of tanh(query + key) (Bahdanau et al. 2014).
///
/// Formula: `y = softmax(sum over k of scale[k] * tanh(query[k] + key[k])) · value`.
///
/// Shapes: `[batch, queries, size]` and `[batch, keys, size]` to `[batch, queries, size]`; a third input is the
/// key, `[batch, keys, size]`, else the value is; with `return_attention_scores` also `[batch, queries, keys]`;
/// weight `scale [size]`.
///
/// Inputs and output as those of [Attention]; weight `scale [size]`.
///
/// Source: https://arxiv.org/abs/1409.0473
///
/// Equal to `keras.layers.AdditiveAttention` in names, defaults and values.
///
/// @param useScale whether the terms are multiplied with trained numbers
/// @param dropout  share of the inputs that become 0 in training, from 0 to below 1
/// @param seed     its own seed; none for the run's
@Doc("attention that adds queries and keys")
public record AdditiveAttention(
        @Doc(value = "whether the terms are multiplied with trained numbers", example = "false")
                boolean useScale,
        @Doc(
                        value = "share of the inputs that become 0 in training, from 0 to below 1",
                        example = "0.2")
                double dropout,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<AdditiveAttention> {
    public AdditiveAttention {
        Sizes.share("dropout", dropout);
    }

    public AdditiveAttention() {
        this(true, 0.0, null, LayerSettings.DEFAULT);
    }

    public AdditiveAttention withUseScale(boolean useScale) {
        return new AdditiveAttention(useScale, dropout, seed, settings);
    }

    public AdditiveAttention withDropout(double dropout) {
        return new AdditiveAttention(useScale, dropout, seed, settings);
    }

    public AdditiveAttention withSeed(@Nullable Long seed) {
        return new AdditiveAttention(useScale, dropout, seed, settings);
    }

    @Override
    public AdditiveAttention withSettings(LayerSettings settings) {
        return new AdditiveAttention(useScale, dropout, seed, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        return new Scoring(scope, inputs, dropout, seed).apply(this::scores);
    }

    private Tensor scores(Tensor query, Tensor key, Scope scope) {
        Tensor sums = query.expand(2).plus(key.expand(1)).tanh();
        return useScale
                ? sums.times(
                                scope.weight(
                                        "scale",
                                        Shape.of(query.shape().last()),
                                        new GlorotUniform()))
                        .sum(-1)
                : sums.sum(-1);
    }
}
