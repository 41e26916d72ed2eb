package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Attention over `[batch, steps, size]` once the scores are known: masks, shares, the mean of the values.
///
/// @param inputs  query, value and perhaps key
/// @param dropout share of the weights that become 0 in training
record Scoring(Scope scope, List<Signal> inputs, double dropout, @Nullable Long seed) {
    /// How well each key fits each query.
    interface Scores {
        /// @return `[batch, queries, keys]`
        Tensor of(Tensor query, Tensor key, Scope scope);
    }

    List<Signal> apply(Scores scores) {
        if (inputs.size() < 2 || inputs.size() > 3) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " takes query, value and perhaps key, not "
                            + inputs.size()
                            + " inputs.",
                    "Type: layer.apply(query, value)");
        }
        Signal query = inputs.get(0);
        Signal value = inputs.get(1);
        Tensor fits = scores.of(query.value(), inputs.getLast().value(), scope);
        Tensor mask = AttentionMask.ofKeys(value.mask());
        if (scope.arguments().flag("use_causal_mask")) {
            Tensor causal =
                    AttentionMask.causal(scope.graph(), fits.shape().get(1), fits.shape().get(2));
            mask = AttentionMask.both(mask, causal);
        }
        if (mask != null) {
            // A score minus 1e9 keeps nothing of the score in 32 bits; a query without any key
            // looks at all alike.
            Tensor nothing = fits.minus(fits.stopGradient());
            fits = mask.select(fits, nothing.minus(1e9));
        }
        Tensor shares = fits.softmax(-1);
        Tensor weights =
                scope.training() && dropout > 0
                        ? Noise.dropout(scope, "dropout", shares, shares.shape(), dropout, seed)
                        : shares;
        Tensor output = weights.matMul(value.value());
        if (query.mask() != null) {
            output = query.mask().expand(-1).select(output, 0);
        }
        var result = new Signal(output, query.mask());
        return scope.arguments().flag("return_attention_scores")
                ? List.of(result, Signal.of(shares))
                : List.of(result);
    }
}
