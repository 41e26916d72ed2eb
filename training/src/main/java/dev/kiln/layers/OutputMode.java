package dev.kiln.layers;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

/// In which form class numbers come out of a preprocessing layer.
public enum OutputMode {
    /// The numbers themselves.
    INT,
    /// For each number a row with a single 1; an axis of size 1 disappears first.
    ONE_HOT,
    /// For each row a 1 at every number that occurs in it. A batch of single numbers is one row, as in Keras.
    MULTI_HOT,
    /// For each row how often each number occurs in it.
    COUNT,
    /// As COUNT, each number times the weight of its place.
    TF_IDF;

    /// @throws UserError E132 for [#TF_IDF], in a layer that knows no weights
    void withoutWeights(String layer) {
        if (this == TF_IDF) {
            throw new UserError(
                    "E132",
                    "output_mode=tf_idf is for layers with a vocabulary, not for " + layer + ".",
                    "Type: output_mode=count");
        }
    }

    /// @param depth   how many numbers there are
    /// @param weights how much each place counts, of the shape of x; null for 1
    Tensor encode(Tensor x, int depth, @Nullable Tensor weights) {
        if (weights != null && this != COUNT) {
            throw new UserError(
                    "E133",
                    "count_weights are for output_mode=count alone.",
                    "Type: output_mode=count");
        }
        return switch (this) {
            case INT -> x;
            case ONE_HOT -> {
                boolean isColumn = x.rank() > 1 && x.shape().last() == 1;
                yield (isColumn ? x.squeeze(-1) : x).oneHot(depth);
            }
            case MULTI_HOT -> x.oneHot(depth).max(x.rank() < 2 ? 0 : 1);
            case COUNT, TF_IDF -> {
                Tensor each =
                        weights == null
                                ? x.oneHot(depth)
                                : x.oneHot(depth).times(weights.expand(-1));
                yield each.sum(x.rank() < 2 ? 0 : 1);
            }
        };
    }
}
