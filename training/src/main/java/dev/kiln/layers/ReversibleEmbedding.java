package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.constraints.Constraint;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.RandomUniform;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// An [Embedding] that also goes back: from vectors to a number for each entry of its table, for example the scores of
/// the next word. `[batch, …]` to `[batch, …, outputDim]`; with the argument `reverse` of its call
/// `[batch, …, outputDim]` to `[batch, …, inputDim]`, a product with the table or with the weight
/// `reverse_embeddings`, `[outputDim, inputDim]`.
///
/// Formula: `y[…, k] = embeddings[x[…], k]`; with `reverse` `y = x · embeddingsᵀ`, or `x · reverse_embeddings`
/// where weights are not tied.
///
/// Shapes: `[batch, …]` to `[batch, …, output_dim]`, with `reverse` `[batch, …, output_dim]` to `[batch, …,
/// input_dim]`; weights `embeddings [input_dim, output_dim]` and, not tied, `reverse_embeddings [output_dim,
/// input_dim]`.
///
/// ```java
/// Symbol scores = words.apply(List.of(vectors), Arguments.NONE.with("reverse", true));
/// ```
///
/// Source of tied weights: Press & Wolf 2016, https://arxiv.org/abs/1608.05859
///
/// Equal to `keras.layers.ReversibleEmbedding` in names, defaults and values.
///
/// @param inputDim how many numbers there are; the largest index is one less
/// @param outputDim length of a vector
/// @param tieWeights whether the way back uses the same table
/// @param embeddingsInitializer how the embeddings begin
/// @param embeddingsRegularizer penalty on the embeddings; none for nothing
/// @param embeddingsConstraint what the embeddings must satisfy after each step; none for nothing
/// @param maskZero whether index 0 is padding that does not count
/// @param logitSoftCap bound c of the way back, `c tanh(x / c)`; none for none
@Doc(value = "embeddings that also go back to numbers", example = "reversible_embedding 1000 32")
public record ReversibleEmbedding(
        @Doc(value = "how many numbers there are; the largest index is one less", example = "1000")
                int inputDim,
        @Doc(value = "length of a vector", example = "32") int outputDim,
        @Doc(value = "whether the way back uses the same table", example = "false")
                boolean tieWeights,
        @Doc(value = "how the embeddings begin", example = "he_normal")
                Initializer embeddingsInitializer,
        @Doc(value = "penalty on the embeddings; none for nothing", example = "l2")
                @Nullable Regularizer embeddingsRegularizer,
        @Doc(
                        value =
                                "what the embeddings must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint embeddingsConstraint,
        @Doc(value = "whether index 0 is padding that does not count", example = "true")
                boolean maskZero,
        @Doc(value = "bound c of the way back, `c tanh(x / c)`; none for none", example = "30")
                @Nullable Double logitSoftCap,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<ReversibleEmbedding> {
    public ReversibleEmbedding {
        Sizes.positive("reversible_embedding", "input_dim", inputDim, "1000");
        Sizes.positive("reversible_embedding", "output_dim", outputDim, "32");
        if (logitSoftCap != null) {
            Ranges.positive("reversible_embedding", "logit_soft_cap", logitSoftCap);
        }
    }

    public ReversibleEmbedding(int inputDim, int outputDim) {
        this(
                inputDim,
                outputDim,
                true,
                new RandomUniform(),
                null,
                null,
                false,
                null,
                LayerSettings.DEFAULT);
    }

    public ReversibleEmbedding withInputDim(int inputDim) {
        return new ReversibleEmbedding(
                inputDim,
                outputDim,
                tieWeights,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                logitSoftCap,
                settings);
    }

    public ReversibleEmbedding withOutputDim(int outputDim) {
        return new ReversibleEmbedding(
                inputDim,
                outputDim,
                tieWeights,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                logitSoftCap,
                settings);
    }

    public ReversibleEmbedding withTieWeights(boolean tieWeights) {
        return new ReversibleEmbedding(
                inputDim,
                outputDim,
                tieWeights,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                logitSoftCap,
                settings);
    }

    public ReversibleEmbedding withEmbeddingsInitializer(Initializer embeddingsInitializer) {
        return new ReversibleEmbedding(
                inputDim,
                outputDim,
                tieWeights,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                logitSoftCap,
                settings);
    }

    public ReversibleEmbedding withEmbeddingsRegularizer(
            @Nullable Regularizer embeddingsRegularizer) {
        return new ReversibleEmbedding(
                inputDim,
                outputDim,
                tieWeights,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                logitSoftCap,
                settings);
    }

    public ReversibleEmbedding withEmbeddingsConstraint(@Nullable Constraint embeddingsConstraint) {
        return new ReversibleEmbedding(
                inputDim,
                outputDim,
                tieWeights,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                logitSoftCap,
                settings);
    }

    public ReversibleEmbedding withMaskZero(boolean maskZero) {
        return new ReversibleEmbedding(
                inputDim,
                outputDim,
                tieWeights,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                logitSoftCap,
                settings);
    }

    public ReversibleEmbedding withLogitSoftCap(@Nullable Double logitSoftCap) {
        return new ReversibleEmbedding(
                inputDim,
                outputDim,
                tieWeights,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                logitSoftCap,
                settings);
    }

    @Override
    public ReversibleEmbedding withSettings(LayerSettings settings) {
        return new ReversibleEmbedding(
                inputDim,
                outputDim,
                tieWeights,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                logitSoftCap,
                settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        Signal in = inputs.getFirst();
        Tensor table =
                scope.weight(
                        "embeddings",
                        Shape.of(inputDim, outputDim),
                        embeddingsInitializer,
                        embeddingsRegularizer,
                        embeddingsConstraint);
        Tensor back =
                tieWeights
                        ? table.transpose(1, 0)
                        : scope.weight(
                                "reverse_embeddings",
                                Shape.of(outputDim, inputDim),
                                embeddingsInitializer);
        if (!scope.arguments().flag("reverse")) {
            return List.of(
                    new Signal(
                            table.gather(in.value()),
                            maskZero ? in.value().equalTo(0).not() : null));
        }
        if (in.value().shape().last() != outputDim) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " goes back from vectors of "
                            + outputDim
                            + " numbers, but gets "
                            + in.value().shape().row()
                            + ".",
                    "Put a layer before it that gives "
                            + outputDim
                            + ": new Dense("
                            + outputDim
                            + ")");
        }
        Tensor scores = in.value().matMul(back);
        return List.of(
                Signal.of(
                        logitSoftCap == null
                                ? scores
                                : scores.dividedBy(logitSoftCap).tanh().times(logitSoftCap)));
    }
}
