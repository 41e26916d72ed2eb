package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.Ones;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Each query's mean of the values, weighted by how well the keys fit it (Luong et al. 2015).
///
/// Formula: `y = softmax(query · keyᵀ) · value`; with `score_mode` concat the scores are `sum(tanh(query + key))`,
/// and with `use_scale` they are multiplied with a weight.
///
/// Shapes: `[batch, queries, size]` and `[batch, keys, value_size]` to `[batch, queries, value_size]`; a third
/// input is the key, `[batch, keys, size]`, else the value is; with `return_attention_scores` also `[batch,
/// queries, keys]`; weights with `use_scale` `scale []` and, for concat, `concat_score_weight []`.
///
/// Inputs `query [batch, queries, size]`, `value [batch, keys, size]` and, if given, `key [batch, keys, size]`;
/// output `[batch, queries, size]`. Masked keys do not count. Arguments of the call: `use_causal_mask`,
/// `return_attention_scores`.
///
/// Source: https://arxiv.org/abs/1508.04025
///
/// Equal to `keras.layers.Attention` in names, defaults and values.
///
/// @param useScale  whether scores are multiplied with a trained number
/// @param scoreMode dot: products of query and key; concat: the tanh of their sum
/// @param dropout   share of the inputs that become 0 in training, from 0 to below 1
/// @param seed      its own seed; none for the run's
@Doc("each query takes a weighted mean of the values")
public record Attention(
        @Doc(value = "whether scores are multiplied with a trained number", example = "true")
                boolean useScale,
        @Doc(
                        value = "dot: products of query and key; concat: the tanh of their sum",
                        example = "concat")
                ScoreMode scoreMode,
        @Doc(
                        value = "share of the inputs that become 0 in training, from 0 to below 1",
                        example = "0.2")
                double dropout,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<Attention> {
    public Attention {
        Sizes.share("dropout", dropout);
    }

    public Attention() {
        this(false, ScoreMode.DOT, 0.0, null, LayerSettings.DEFAULT);
    }

    public Attention withUseScale(boolean useScale) {
        return new Attention(useScale, scoreMode, dropout, seed, settings);
    }

    public Attention withScoreMode(ScoreMode scoreMode) {
        return new Attention(useScale, scoreMode, dropout, seed, settings);
    }

    public Attention withDropout(double dropout) {
        return new Attention(useScale, scoreMode, dropout, seed, settings);
    }

    public Attention withSeed(@Nullable Long seed) {
        return new Attention(useScale, scoreMode, dropout, seed, settings);
    }

    @Override
    public Attention withSettings(LayerSettings settings) {
        return new Attention(useScale, scoreMode, dropout, seed, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        return new Scoring(scope, inputs, dropout, seed).apply(this::scores);
    }

    private Tensor scores(Tensor query, Tensor key, Scope scope) {
        Tensor scale = useScale ? scope.weight("scale", Shape.of(), new Ones()) : null;
        return switch (scoreMode) {
            case DOT -> {
                Tensor products = query.matMul(key.swap(-1, -2));
                yield scale == null ? products : products.times(scale);
            }
            case CONCAT -> {
                Tensor factor = scope.weight("concat_score_weight", Shape.of(), new Ones());
                Tensor sums = query.expand(2).plus(key.expand(1));
                yield (scale == null ? sums : sums.times(scale)).tanh().sum(-1).times(factor);
            }
        };
    }
}
