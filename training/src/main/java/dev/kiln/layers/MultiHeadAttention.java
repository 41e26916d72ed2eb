package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.constraints.Constraint;
import dev.kiln.constraints.Constraints;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.GlorotUniform;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.Initializers;
import dev.kiln.initializers.Zeros;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.regularizers.Regularizers;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/// Attention of several heads at once: query, key and value are projected onto each head, attended, and projected
/// back.
///
/// Formula: for each head `z = softmax(q · kᵀ / sqrt(key_dim)) · v` with `q = query · query_kernel + query_bias`, k
/// and v likewise; `y = sum over heads of z · output_kernel + output_bias`.
///
/// Shapes: `[batch, queries, features]` and `[batch, keys, value_features]` to `[batch, queries, features]`; a
/// third input is the key, `[batch, keys, key_features]`; weights of query and key `kernel [features, num_heads,
/// key_dim]`, `bias [num_heads, key_dim]`, of the value with `value_dim`, of the output `kernel [num_heads,
/// value_dim, features]`, `bias [features]`.
///
/// Masks that travel with the inputs count, and `value_mask` and `key_mask` by name; a `query_mask` by name has no
/// effect, as in Keras 3.15. Further arguments of the call: `attention_mask [batch, queries, keys]`,
/// `use_causal_mask`, `return_attention_scores`.
///
/// Source: Vaswani et al. 2017, https://arxiv.org/abs/1706.03762
///
/// Equal to `keras.layers.MultiHeadAttention` in names, defaults and values.
///
/// @param numHeads          how many heads, above 0
/// @param keyDim            size of each head for query and key
/// @param valueDim          size of each head for the value; none for key_dim
/// @param dropout           share of the inputs that become 0 in training, from 0 to below 1
/// @param useBias           whether a bias is added
/// @param outputShape       sizes of the output behind the attended axes; none for those of the query
/// @param attentionAxes     axes over which is attended; none for all but batch and features
/// @param slidingWindow     how far positions look, in steps; none for everywhere
/// @param kernelInitializer how the kernel begins
/// @param biasInitializer   how the bias begins
/// @param kernelRegularizer penalty on the kernel; none for nothing
/// @param biasRegularizer   penalty on the bias; none for nothing
/// @param kernelConstraint  what the kernel must satisfy after each step; none for nothing
/// @param biasConstraint    what the bias must satisfy after each step; none for nothing
/// @param useGate           whether a gate of the query multiplies the result
/// @param seed              its own seed; none for the run's
@Doc("attention of several heads at once")
public record MultiHeadAttention(
        @Doc(value = "how many heads, above 0", example = "8") int numHeads,
        @Doc(value = "size of each head for query and key", example = "64") int keyDim,
        @Doc(value = "size of each head for the value; none for key_dim", example = "64")
                @Nullable Integer valueDim,
        @Doc(
                        value = "share of the inputs that become 0 in training, from 0 to below 1",
                        example = "0.2")
                double dropout,
        @Doc(value = "whether a bias is added", example = "false") boolean useBias,
        @Doc(
                        value =
                                "sizes of the output behind the attended axes; none for those of the query",
                        example = "[128]")
                @Nullable List<Integer> outputShape,
        @Doc(
                        value = "axes over which is attended; none for all but batch and features",
                        example = "[1]")
                @Nullable List<Integer> attentionAxes,
        @Doc(value = "how far positions look, in steps; none for everywhere", example = "128")
                @Nullable Integer slidingWindow,
        @Doc(value = "how the kernel begins", example = "he_normal") Initializer kernelInitializer,
        @Doc(value = "how the bias begins", example = "he_normal") Initializer biasInitializer,
        @Doc(value = "penalty on the kernel; none for nothing", example = "l2")
                @Nullable Regularizer kernelRegularizer,
        @Doc(value = "penalty on the bias; none for nothing", example = "l2")
                @Nullable Regularizer biasRegularizer,
        @Doc(
                        value = "what the kernel must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint kernelConstraint,
        @Doc(
                        value = "what the bias must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint biasConstraint,
        @Doc(value = "whether a gate of the query multiplies the result", example = "true")
                boolean useGate,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<MultiHeadAttention> {
    public MultiHeadAttention {
        outputShape = outputShape == null ? null : List.copyOf(outputShape);
        attentionAxes = attentionAxes == null ? null : List.copyOf(attentionAxes);
        Sizes.positive("multi_head_attention", "num_heads", numHeads, "8");
        Sizes.positive("multi_head_attention", "key_dim", keyDim, "64");
        Sizes.share("dropout", dropout);
    }

    public MultiHeadAttention(int numHeads, int keyDim) {
        this(
                numHeads,
                keyDim,
                null,
                0.0,
                true,
                null,
                null,
                null,
                new GlorotUniform(),
                new Zeros(),
                null,
                null,
                null,
                null,
                false,
                null,
                LayerSettings.DEFAULT);
    }

    public MultiHeadAttention withNumHeads(int numHeads) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withKeyDim(int keyDim) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withValueDim(@Nullable Integer valueDim) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withDropout(double dropout) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withUseBias(boolean useBias) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withOutputShape(@Nullable List<Integer> outputShape) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withAttentionAxes(@Nullable List<Integer> attentionAxes) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withSlidingWindow(@Nullable Integer slidingWindow) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withKernelInitializer(Initializer kernelInitializer) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public MultiHeadAttention withBiasInitializer(Initializer biasInitializer) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public MultiHeadAttention withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public MultiHeadAttention withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public MultiHeadAttention withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public MultiHeadAttention withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    public MultiHeadAttention withUseGate(boolean useGate) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    public MultiHeadAttention withSeed(@Nullable Long seed) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    @Override
    public MultiHeadAttention withSettings(LayerSettings settings) {
        return new MultiHeadAttention(
                numHeads,
                keyDim,
                valueDim,
                dropout,
                useBias,
                outputShape,
                attentionAxes,
                slidingWindow,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                useGate,
                seed,
                settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        if (inputs.size() < 2 || inputs.size() > 3) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " takes query, value and perhaps key, not "
                            + inputs.size()
                            + " inputs.",
                    "Type: layer.apply(x, x)");
        }
        Tensor query = inputs.get(0).value();
        Tensor value = inputs.get(1).value();
        Tensor key = inputs.getLast().value();
        var heads = heads(scope);
        int valueSize = valueDim == null ? keyDim : valueDim;
        Tensor queries = heads.project("query", query, 1, Shape.of(numHeads, keyDim));
        Tensor keys = heads.project("key", key, 1, Shape.of(numHeads, keyDim));
        Tensor gate = useGate ? heads.gate(query, Shape.of(numHeads, valueSize)) : null;
        Tensor values = heads.project("value", value, 1, Shape.of(numHeads, valueSize));
        boolean wantsScores = scope.arguments().flag("return_attention_scores");
        var axes = axes(query.rank());
        boolean isFused = dropout == 0 && !wantsScores && queries.rank() == 4;
        var result =
                heads.attend(
                        queries,
                        keys,
                        values,
                        axes,
                        mask(inputs, scope),
                        new Heads.Sharing(dropout, seed, isFused));
        Tensor attended = gate == null ? result.output() : result.output().times(gate);
        Shape out = outputShape == null ? Shape.of(query.shape().last()) : new Shape(outputShape);
        var output =
                new Signal(
                        heads.project("attention_output", attended, 2, out),
                        inputs.getFirst().mask());
        return wantsScores ? List.of(output, Signal.of(result.scores())) : List.of(output);
    }

    /// Its projections have the penalty, each on its own outputs.
    @Override
    public boolean penalizesOutputs() {
        return false;
    }

    private List<Integer> axes(int rank) {
        return attentionAxes == null
                ? IntStream.range(1, rank - 1).boxed().toList()
                : attentionAxes.stream().map(axis -> axis < 0 ? axis + rank : axis).toList();
    }

    private @Nullable Tensor mask(List<Signal> inputs, Scope scope) {
        Signal query = inputs.get(0);
        Signal value = inputs.get(1);
        Tensor mask =
                AttentionMask.both(
                        AttentionMask.ofQueries(query.mask()), AttentionMask.ofKeys(value.mask()));
        if (inputs.size() > 2) {
            mask = AttentionMask.both(mask, AttentionMask.ofKeys(inputs.get(2).mask()));
        }
        int queries = query.value().shape().get(1);
        int keys = value.value().shape().get(1);
        if (scope.arguments().flag("use_causal_mask")) {
            mask = AttentionMask.both(mask, AttentionMask.causal(scope.graph(), queries, keys));
        }
        if (slidingWindow != null) {
            mask =
                    AttentionMask.both(
                            mask, AttentionMask.near(scope.graph(), queries, keys, slidingWindow));
        }
        return AttentionMask.both(mask, scope.arguments().tensor("attention_mask").orElse(null));
    }

    private Heads heads(Scope scope) {
        return new Heads(
                scope,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings.activityRegularizer());
    }
}
