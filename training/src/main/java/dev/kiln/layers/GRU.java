package dev.kiln.layers;

import dev.kiln.activations.ActivationFunction;
import dev.kiln.activations.Activations;
import dev.kiln.activations.Sigmoid;
import dev.kiln.activations.Tanh;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.constraints.Constraint;
import dev.kiln.constraints.Constraints;
import dev.kiln.initializers.GlorotUniform;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.Initializers;
import dev.kiln.initializers.Orthogonal;
import dev.kiln.initializers.Zeros;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.regularizers.Regularizers;

import org.jspecify.annotations.Nullable;

/// Gated recurrent unit: a recurrent layer whose gates mix the state before with a candidate.
///
/// Formula: with `a = x[t] · kernel + bias[0]`, `b = h · recurrent_kernel + bias[1]`, each cut into z, r, n: `z =
/// sigmoid(a.z + b.z)`, `r = sigmoid(a.r + b.r)`, `h = z * h + (1 - z) * tanh(a.n + r * b.n)`; without
/// `reset_after` h is multiplied with r before the product, step by step.
///
/// Shapes: `[batch, time, features]` to `[batch, units]`, with `return_sequences` `[batch, time, units]`; initial
/// states, each `[batch, units]`, may be given as further inputs, and come out with `return_state`; weights `kernel
/// [features, 3 * units]`, `recurrent_kernel [units, 3 * units]`, `bias [2, 3 * units]` (without `reset_after` `[3
/// * units]`). Masked steps change nothing.
///
/// Source: Cho et al. 2014, https://arxiv.org/abs/1406.1078; reset_after: https://arxiv.org/abs/1409.1259
///
/// Equal to `keras.layers.GRU` in names, defaults and values.
///
/// @param units                how many numbers each row becomes, above 0
/// @param activation           what the result goes through; none for nothing
/// @param recurrentActivation  what the gates go through
/// @param useBias              whether a bias is added
/// @param kernelInitializer    how the kernel begins
/// @param recurrentInitializer how the recurrent begins
/// @param biasInitializer      how the bias begins
/// @param kernelRegularizer    penalty on the kernel; none for nothing
/// @param recurrentRegularizer penalty on the recurrent; none for nothing
/// @param biasRegularizer      penalty on the bias; none for nothing
/// @param kernelConstraint     what the kernel must satisfy after each step; none for nothing
/// @param recurrentConstraint  what the recurrent must satisfy after each step; none for nothing
/// @param biasConstraint       what the bias must satisfy after each step; none for nothing
/// @param dropout              share of the inputs that become 0 in training, from 0 to below 1
/// @param recurrentDropout     share of the state that becomes 0 in training, from 0 to below 1
/// @param seed                 its own seed; none for the run's
/// @param returnSequences      whether every step comes out, not the last alone
/// @param returnState          whether the last states come out too
/// @param goBackwards          whether the sequence is read, and comes out, from its end
/// @param stateful             whether each batch begins with the states that the one before ended with
/// @param unroll               as in Keras; changes no result
/// @param resetAfter           whether the reset gate works after the product with the recurrent kernel
/// @param zeroOutputForMask    whether masked steps give 0 instead of the output before
@Doc(value = "gated recurrent unit", example = "gru 32")
public record GRU(
        @Doc(value = "how many numbers each row becomes, above 0", example = "64") int units,
        @Doc(value = "what the result goes through; none for nothing", example = "relu")
                ActivationFunction activation,
        @Doc(value = "what the gates go through", example = "hard_sigmoid")
                ActivationFunction recurrentActivation,
        @Doc(value = "whether a bias is added", example = "false") boolean useBias,
        @Doc(value = "how the kernel begins", example = "he_normal") Initializer kernelInitializer,
        @Doc(value = "how the recurrent begins", example = "he_normal")
                Initializer recurrentInitializer,
        @Doc(value = "how the bias begins", example = "he_normal") Initializer biasInitializer,
        @Doc(value = "penalty on the kernel; none for nothing", example = "l2")
                @Nullable Regularizer kernelRegularizer,
        @Doc(value = "penalty on the recurrent; none for nothing", example = "l2")
                @Nullable Regularizer recurrentRegularizer,
        @Doc(value = "penalty on the bias; none for nothing", example = "l2")
                @Nullable Regularizer biasRegularizer,
        @Doc(
                        value = "what the kernel must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint kernelConstraint,
        @Doc(
                        value = "what the recurrent must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint recurrentConstraint,
        @Doc(
                        value = "what the bias must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint biasConstraint,
        @Doc(
                        value = "share of the inputs that become 0 in training, from 0 to below 1",
                        example = "0.2")
                double dropout,
        @Doc(
                        value = "share of the state that becomes 0 in training, from 0 to below 1",
                        example = "0.2")
                double recurrentDropout,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "whether every step comes out, not the last alone", example = "true")
                boolean returnSequences,
        @Doc(value = "whether the last states come out too", example = "true") boolean returnState,
        @Doc(value = "whether the sequence is read, and comes out, from its end", example = "true")
                boolean goBackwards,
        @Doc(
                        value =
                                "whether each batch begins with the states that the one before ended with",
                        example = "true")
                boolean stateful,
        @Doc(value = "as in Keras; changes no result", example = "true") boolean unroll,
        @Doc(
                        value =
                                "whether the reset gate works after the product with the recurrent kernel",
                        example = "false")
                boolean resetAfter,
        @Doc(value = "whether masked steps give 0 instead of the output before", example = "true")
                boolean zeroOutputForMask,
        @Shared LayerSettings settings)
        implements Recurrent, LayerArguments<GRU> {
    public GRU {
        Sizes.positive("gru", "units", units, "32");
        Sizes.share("dropout", dropout);
        Sizes.share("recurrent_dropout", recurrentDropout);
    }

    public GRU(int units) {
        this(
                units,
                new Tanh(),
                new Sigmoid(),
                true,
                new GlorotUniform(),
                new Orthogonal(),
                new Zeros(),
                null,
                null,
                null,
                null,
                null,
                null,
                0.0,
                0.0,
                null,
                false,
                false,
                false,
                false,
                false,
                true,
                false,
                LayerSettings.DEFAULT);
    }

    public GRU withUnits(int units) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withActivation(ActivationFunction activation) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public GRU withRecurrentActivation(ActivationFunction recurrentActivation) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withRecurrentActivation(String recurrentActivation) {
        return withRecurrentActivation(Activations.of(recurrentActivation));
    }

    public GRU withUseBias(boolean useBias) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withKernelInitializer(Initializer kernelInitializer) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public GRU withRecurrentInitializer(Initializer recurrentInitializer) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withRecurrentInitializer(String recurrentInitializer) {
        return withRecurrentInitializer(Initializers.of(recurrentInitializer));
    }

    public GRU withBiasInitializer(Initializer biasInitializer) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public GRU withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public GRU withRecurrentRegularizer(@Nullable Regularizer recurrentRegularizer) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withRecurrentRegularizer(String recurrentRegularizer) {
        return withRecurrentRegularizer(Regularizers.of(recurrentRegularizer));
    }

    public GRU withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public GRU withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public GRU withRecurrentConstraint(@Nullable Constraint recurrentConstraint) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withRecurrentConstraint(String recurrentConstraint) {
        return withRecurrentConstraint(Constraints.of(recurrentConstraint));
    }

    public GRU withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    public GRU withDropout(double dropout) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withRecurrentDropout(double recurrentDropout) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withSeed(@Nullable Long seed) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withReturnSequences(boolean returnSequences) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withReturnState(boolean returnState) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withGoBackwards(boolean goBackwards) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withStateful(boolean stateful) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withUnroll(boolean unroll) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withResetAfter(boolean resetAfter) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    public GRU withZeroOutputForMask(boolean zeroOutputForMask) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    @Override
    public GRU withSettings(LayerSettings settings) {
        return new GRU(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                seed,
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                resetAfter,
                zeroOutputForMask,
                settings);
    }

    @Override
    public Cell cell() {
        return new GRUCell(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                kernelRegularizer,
                recurrentRegularizer,
                biasRegularizer,
                kernelConstraint,
                recurrentConstraint,
                biasConstraint,
                dropout,
                recurrentDropout,
                resetAfter,
                seed,
                LayerSettings.DEFAULT);
    }

    @Override
    public Scope cellScope(Scope scope) {
        return scope.child("gru_cell");
    }
}
