package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.constraints.Constraint;
import dev.kiln.constraints.Constraints;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.Initializers;
import dev.kiln.initializers.RandomUniform;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.regularizers.Regularizers;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Each whole number becomes a trained vector: `[batch, …]` to `[batch, …, outputDim]`; the weight `embeddings`
/// is `[inputDim, outputDim]`. With `maskZero` index 0 is padding, which does not count from there on.
///
/// Formula: `y[…, k] = embeddings[x[…], k]`.
///
/// Shapes: `[batch, …]` to `[batch, …, output_dim]`; weight `embeddings [input_dim, output_dim]`.
///
/// Equal to `keras.layers.Embedding` in names, defaults and values.
///
/// @param inputDim              how many numbers there are; the largest index is one less
/// @param outputDim             length of a vector
/// @param embeddingsInitializer how the embeddings begins
/// @param embeddingsRegularizer penalty on the embeddings; none for nothing
/// @param embeddingsConstraint  what the embeddings must satisfy after each step; none for nothing
/// @param maskZero              whether index 0 is padding that does not count
@Doc(value = "each whole number becomes a trained vector", example = "embedding 1000 32")
public record Embedding(
        @Doc(value = "how many numbers there are; the largest index is one less", example = "1000")
                int inputDim,
        @Doc(value = "length of a vector", example = "32") int outputDim,
        @Doc(value = "how the embeddings begins", example = "he_normal")
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
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<Embedding> {
    public Embedding {
        Sizes.positive("embedding", "input_dim", inputDim, "1000");
        Sizes.positive("embedding", "output_dim", outputDim, "32");
    }

    public Embedding(int inputDim, int outputDim) {
        this(inputDim, outputDim, new RandomUniform(), null, null, false, LayerSettings.DEFAULT);
    }

    public Embedding withInputDim(int inputDim) {
        return new Embedding(
                inputDim,
                outputDim,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                settings);
    }

    public Embedding withOutputDim(int outputDim) {
        return new Embedding(
                inputDim,
                outputDim,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                settings);
    }

    public Embedding withEmbeddingsInitializer(Initializer embeddingsInitializer) {
        return new Embedding(
                inputDim,
                outputDim,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                settings);
    }

    public Embedding withEmbeddingsInitializer(String embeddingsInitializer) {
        return withEmbeddingsInitializer(Initializers.of(embeddingsInitializer));
    }

    public Embedding withEmbeddingsRegularizer(@Nullable Regularizer embeddingsRegularizer) {
        return new Embedding(
                inputDim,
                outputDim,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                settings);
    }

    public Embedding withEmbeddingsRegularizer(String embeddingsRegularizer) {
        return withEmbeddingsRegularizer(Regularizers.of(embeddingsRegularizer));
    }

    public Embedding withEmbeddingsConstraint(@Nullable Constraint embeddingsConstraint) {
        return new Embedding(
                inputDim,
                outputDim,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                settings);
    }

    public Embedding withEmbeddingsConstraint(String embeddingsConstraint) {
        return withEmbeddingsConstraint(Constraints.of(embeddingsConstraint));
    }

    public Embedding withMaskZero(boolean maskZero) {
        return new Embedding(
                inputDim,
                outputDim,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                settings);
    }

    @Override
    public Embedding withSettings(LayerSettings settings) {
        return new Embedding(
                inputDim,
                outputDim,
                embeddingsInitializer,
                embeddingsRegularizer,
                embeddingsConstraint,
                maskZero,
                settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        Tensor indices = inputs.getFirst().value();
        Tensor table =
                scope.weight(
                        "embeddings",
                        Shape.of(inputDim, outputDim),
                        embeddingsInitializer,
                        embeddingsRegularizer,
                        embeddingsConstraint);
        return List.of(
                new Signal(table.gather(indices), maskZero ? indices.equalTo(0).not() : null));
    }
}
