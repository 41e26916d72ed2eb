package dev.kiln.layers;

import dev.kiln.activations.ActivationFunction;
import dev.kiln.activations.Activations;
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

/// A recurrent layer: each step's output, `activation(x · kernel + before · recurrent_kernel + bias)`, is the next
/// step's state.
///
/// Formula: `h = activation(x[t] · kernel + h · recurrent_kernel + bias)`, step by step.
///
/// Shapes: `[batch, time, features]` to `[batch, units]`, with `return_sequences` `[batch, time, units]`; initial
/// states, each `[batch, units]`, may be given as further inputs, and come out with `return_state`; weights `kernel
/// [features, units]`, `recurrent_kernel [units, units]`, `bias [units]`. Masked steps change nothing.
///
/// Source: Elman 1990, https://doi.org/10.1016/0364-0213(90)90002-E
///
/// Equal to `keras.layers.SimpleRNN` in names, defaults and values.
///
/// @param units                how many numbers each row becomes, above 0
/// @param activation           what the result goes through; none for nothing
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
/// @param returnSequences      whether every step comes out, not the last alone
/// @param returnState          whether the last states come out too
/// @param goBackwards          whether the sequence is read, and comes out, from its end
/// @param stateful             whether each batch begins with the states that the one before ended with
/// @param unroll               as in Keras; changes no result
/// @param seed                 its own seed; none for the run's
/// @param zeroOutputForMask    whether masked steps give 0 instead of the output before
@Doc(value = "a recurrent layer", example = "simple_rnn 32")
public record SimpleRNN(
        @Doc(value = "how many numbers each row becomes, above 0", example = "64") int units,
        @Doc(value = "what the result goes through; none for nothing", example = "relu")
                ActivationFunction activation,
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
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Doc(value = "whether masked steps give 0 instead of the output before", example = "true")
                boolean zeroOutputForMask,
        @Shared LayerSettings settings)
        implements Recurrent, LayerArguments<SimpleRNN> {
    public SimpleRNN {
        Sizes.positive("simple_rnn", "units", units, "32");
        Sizes.share("dropout", dropout);
        Sizes.share("recurrent_dropout", recurrentDropout);
    }

    public SimpleRNN(int units) {
        this(
                units,
                new Tanh(),
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
                false,
                false,
                false,
                false,
                false,
                null,
                false,
                LayerSettings.DEFAULT);
    }

    public SimpleRNN withUnits(int units) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withActivation(ActivationFunction activation) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public SimpleRNN withUseBias(boolean useBias) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withKernelInitializer(Initializer kernelInitializer) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public SimpleRNN withRecurrentInitializer(Initializer recurrentInitializer) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withRecurrentInitializer(String recurrentInitializer) {
        return withRecurrentInitializer(Initializers.of(recurrentInitializer));
    }

    public SimpleRNN withBiasInitializer(Initializer biasInitializer) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public SimpleRNN withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public SimpleRNN withRecurrentRegularizer(@Nullable Regularizer recurrentRegularizer) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withRecurrentRegularizer(String recurrentRegularizer) {
        return withRecurrentRegularizer(Regularizers.of(recurrentRegularizer));
    }

    public SimpleRNN withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public SimpleRNN withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public SimpleRNN withRecurrentConstraint(@Nullable Constraint recurrentConstraint) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withRecurrentConstraint(String recurrentConstraint) {
        return withRecurrentConstraint(Constraints.of(recurrentConstraint));
    }

    public SimpleRNN withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    public SimpleRNN withDropout(double dropout) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withRecurrentDropout(double recurrentDropout) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withReturnSequences(boolean returnSequences) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withReturnState(boolean returnState) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withGoBackwards(boolean goBackwards) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withStateful(boolean stateful) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withUnroll(boolean unroll) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withSeed(@Nullable Long seed) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    public SimpleRNN withZeroOutputForMask(boolean zeroOutputForMask) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    @Override
    public SimpleRNN withSettings(LayerSettings settings) {
        return new SimpleRNN(
                units,
                activation,
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
                returnSequences,
                returnState,
                goBackwards,
                stateful,
                unroll,
                seed,
                zeroOutputForMask,
                settings);
    }

    @Override
    public Cell cell() {
        return new SimpleRNNCell(
                units,
                activation,
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
                LayerSettings.DEFAULT);
    }

    @Override
    public Scope cellScope(Scope scope) {
        return scope.child("simple_rnn_cell");
    }
}
