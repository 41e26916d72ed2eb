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

/// Attention whose heads share keys and values in groups: fewer weights than [MultiHeadAttention].
///
/// Formula: for each query head `z = softmax(q · kᵀ / sqrt(head_dim)) · v`, with k and v of the group that the head
/// is in; `y = sum over heads of z · output_kernel + output_bias`.
///
/// Shapes: `[batch, queries, features]` and `[batch, keys, value_features]` to `[batch, queries, features]`; a
/// third input is the key; weights of the query `kernel [features, num_query_heads, head_dim]`, of key and value
/// `kernel [features, num_key_value_heads, head_dim]`, of the output `kernel [num_query_heads, head_dim,
/// features]`, each with its bias.
///
/// Inputs `query [batch, queries, features]`, `value [batch, keys, features]` and, if given, `key`; output of the
/// query's shape. Arguments of the call: `attention_mask`, `use_causal_mask`, `return_attention_scores`.
///
/// Source: Ainslie et al. 2023, https://arxiv.org/abs/2305.13245
///
/// Equal to `keras.layers.GroupedQueryAttention` in names, defaults and values.
///
/// @param headDim           size of each head
/// @param numQueryHeads     heads of the query
/// @param numKeyValueHeads  heads of key and value; divides those of the query
/// @param dropout           share of the inputs that become 0 in training, from 0 to below 1
/// @param useBias           whether a bias is added
/// @param slidingWindow     how far positions look, in steps; none for everywhere
/// @param kernelInitializer how the kernel begins
/// @param biasInitializer   how the bias begins
/// @param kernelRegularizer penalty on the kernel; none for nothing
/// @param biasRegularizer   penalty on the bias; none for nothing
/// @param kernelConstraint  what the kernel must satisfy after each step; none for nothing
/// @param biasConstraint    what the bias must satisfy after each step; none for nothing
/// @param useGate           whether a gate of the query multiplies the result
/// @param seed              its own seed; none for the run's
@Doc("attention whose heads share keys and values")
public record GroupedQueryAttention(
        @Doc(value = "size of each head", example = "64") int headDim,
        @Doc(value = "heads of the query", example = "8") int numQueryHeads,
        @Doc(value = "heads of key and value; divides those of the query", example = "2")
                int numKeyValueHeads,
        @Doc(
                        value = "share of the inputs that become 0 in training, from 0 to below 1",
                        example = "0.2")
                double dropout,
        @Doc(value = "whether a bias is added", example = "false") boolean useBias,
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
        implements Layer, LayerArguments<GroupedQueryAttention> {
    public GroupedQueryAttention {
        Sizes.positive("group_query_attention", "head_dim", headDim, "64");
        Sizes.positive("group_query_attention", "num_query_heads", numQueryHeads, "8");
        Sizes.positive("group_query_attention", "num_key_value_heads", numKeyValueHeads, "2");
        Sizes.share("dropout", dropout);
        if (numQueryHeads % numKeyValueHeads != 0) {
            throw new UserError(
                    "E132",
                    "num_query_heads="
                            + numQueryHeads
                            + " cannot be cut into "
                            + numKeyValueHeads
                            + " equal groups.",
                    "Type: num_key_value_heads=1");
        }
    }

    public GroupedQueryAttention(int headDim, int numQueryHeads, int numKeyValueHeads) {
        this(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                0.0,
                true,
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

    public GroupedQueryAttention withHeadDim(int headDim) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withNumQueryHeads(int numQueryHeads) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withNumKeyValueHeads(int numKeyValueHeads) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withDropout(double dropout) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withUseBias(boolean useBias) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withSlidingWindow(@Nullable Integer slidingWindow) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withKernelInitializer(Initializer kernelInitializer) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public GroupedQueryAttention withBiasInitializer(Initializer biasInitializer) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public GroupedQueryAttention withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public GroupedQueryAttention withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public GroupedQueryAttention withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public GroupedQueryAttention withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    public GroupedQueryAttention withUseGate(boolean useGate) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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

    public GroupedQueryAttention withSeed(@Nullable Long seed) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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
    public GroupedQueryAttention withSettings(LayerSettings settings) {
        return new GroupedQueryAttention(
                headDim,
                numQueryHeads,
                numKeyValueHeads,
                dropout,
                useBias,
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
        var heads = heads(scope);
        Shape ofQuery = Shape.of(numQueryHeads, headDim);
        Shape ofKey = Shape.of(numKeyValueHeads, headDim);
        Tensor queries = heads.project("query", query, 1, ofQuery);
        Tensor keys = heads.project("key", inputs.getLast().value(), 1, ofKey);
        Tensor gate = useGate ? heads.gate(query, ofQuery) : null;
        Tensor values = heads.project("value", inputs.get(1).value(), 1, ofKey);
        int repeats = numQueryHeads / numKeyValueHeads;
        boolean wantsScores = scope.arguments().flag("return_attention_scores");
        var result =
                heads.attend(
                        queries,
                        keys.repeatEach(2, repeats),
                        values.repeatEach(2, repeats),
                        List.of(1),
                        mask(inputs, scope),
                        new Heads.Sharing(dropout, seed, dropout == 0 && !wantsScores));
        Tensor attended = gate == null ? result.output() : result.output().times(gate);
        Shape out = Shape.of(query.shape().last());
        var output =
                new Signal(
                        heads.project("attention_output", attended, 2, out),
                        Masks.travelling(inputs, scope.arguments()));
        return wantsScores ? List.of(output, Signal.of(result.scores())) : List.of(output);
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
