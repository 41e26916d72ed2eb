package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;

/// Whole numbers from 0 to below `numTokens` as rows of 0 and 1, or of counts.
///
/// Formula: `y[k] = 1` where k is among the row's numbers, else 0; with count how often it is there.
///
/// Shapes: `[batch, n]` to `[batch, num_tokens]`; with one_hot `[batch, …, num_tokens]`.
///
/// Equal to `keras.layers.CategoryEncoding` in names, defaults and values.
///
/// @param numTokens  how many numbers there are
/// @param outputMode one_hot: a row for each number; multi_hot, count: a row for each row
@Doc("whole numbers as rows of 0 and 1")
public record CategoryEncoding(
        @Doc(value = "how many numbers there are", example = "10") int numTokens,
        @Doc(
                        value =
                                "one_hot: a row for each number; multi_hot, count: a row for each row",
                        example = "one_hot")
                OutputMode outputMode,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<CategoryEncoding> {
    public CategoryEncoding {
        Sizes.positive("category_encoding", "num_tokens", numTokens, "10");
        if (outputMode == OutputMode.INT || outputMode == OutputMode.TF_IDF) {
            throw new UserError(
                    "E132",
                    "category_encoding takes output_mode one_hot, multi_hot or count.",
                    "Type: output_mode=one_hot");
        }
    }

    public CategoryEncoding(int numTokens) {
        this(numTokens, OutputMode.MULTI_HOT, LayerSettings.DEFAULT);
    }

    public CategoryEncoding withNumTokens(int numTokens) {
        return new CategoryEncoding(numTokens, outputMode, settings);
    }

    public CategoryEncoding withOutputMode(OutputMode outputMode) {
        return new CategoryEncoding(numTokens, outputMode, settings);
    }

    @Override
    public CategoryEncoding withSettings(LayerSettings settings) {
        return new CategoryEncoding(numTokens, outputMode, settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Tensor weights = scope.arguments().tensor("count_weights").orElse(null);
        return outputMode.encode(x, numTokens, weights);
    }
}
