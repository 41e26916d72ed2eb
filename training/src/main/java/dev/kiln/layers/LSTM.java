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

/// Long short-term memory: a recurrent layer with a carry that gates let in, forget and let out.
///
/// Formula: with `z = x[t] · kernel + h · recurrent_kernel + bias` cut into i, f, g, o: `c = sigmoid(f) * c +
/// sigmoid(i) * tanh(g)`, `h = sigmoid(o) * tanh(c)`, step by step.
///
/// Shapes: `[batch, time, features]` to `[batch, units]`, with `return_sequences` `[batch, time, units]`; initial
/// states, each `[batch, units]`, may be given as further inputs, and come out with `return_state`; weights `kernel
/// [features, 4 * units]`, `recurrent_kernel [units, 4 * units]`, `bias [4 * units]`. Masked steps change nothing.
///
/// Source: Hochreiter & Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735
///
/// Equal to `keras.layers.LSTM` in names, defaults and values.
///
/// @param units                how many numbers each row becomes, above 0
/// @param activation           what the result goes through; none for nothing
/// @param recurrentActivation  what the gates go through
/// @param useBias              whether a bias is added
/// @param kernelInitializer    how the kernel begins
/// @param recurrentInitializer how the recurrent begins
/// @param biasInitializer      how the bias begins
/// @param unitForgetBias       whether the bias of the forget gate begins with 1
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
/// @param zeroOutputForMask    whether masked steps give 0 instead of the output before
@Doc(value = "long short-term memory", example = "lstm 32")
public record LSTM(
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
        @Doc(value = "whether the bias of the forget gate begins with 1", example = "false")
                boolean unitForgetBias,
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
        @Doc(value = "whether masked steps give 0 instead of the output before", example = "true")
                boolean zeroOutputForMask,
        @Shared LayerSettings settings)
        implements Recurrent, LayerArguments<LSTM> {
    public LSTM {
        Sizes.positive("lstm", "units", units, "32");
        Sizes.share("dropout", dropout);
        Sizes.share("recurrent_dropout", recurrentDropout);
    }

    public LSTM(int units) {
        this(
                units,
                new Tanh(),
                new Sigmoid(),
                true,
                new GlorotUniform(),
                new Orthogonal(),
                new Zeros(),
                true,
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
                false,
                LayerSettings.DEFAULT);
    }

    public LSTM withUnits(int units) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withActivation(ActivationFunction activation) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public LSTM withRecurrentActivation(ActivationFunction recurrentActivation) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withRecurrentActivation(String recurrentActivation) {
        return withRecurrentActivation(Activations.of(recurrentActivation));
    }

    public LSTM withUseBias(boolean useBias) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withKernelInitializer(Initializer kernelInitializer) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public LSTM withRecurrentInitializer(Initializer recurrentInitializer) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withRecurrentInitializer(String recurrentInitializer) {
        return withRecurrentInitializer(Initializers.of(recurrentInitializer));
    }

    public LSTM withBiasInitializer(Initializer biasInitializer) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public LSTM withUnitForgetBias(boolean unitForgetBias) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public LSTM withRecurrentRegularizer(@Nullable Regularizer recurrentRegularizer) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withRecurrentRegularizer(String recurrentRegularizer) {
        return withRecurrentRegularizer(Regularizers.of(recurrentRegularizer));
    }

    public LSTM withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public LSTM withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public LSTM withRecurrentConstraint(@Nullable Constraint recurrentConstraint) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withRecurrentConstraint(String recurrentConstraint) {
        return withRecurrentConstraint(Constraints.of(recurrentConstraint));
    }

    public LSTM withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    public LSTM withDropout(double dropout) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withRecurrentDropout(double recurrentDropout) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withSeed(@Nullable Long seed) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withReturnSequences(boolean returnSequences) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withReturnState(boolean returnState) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withGoBackwards(boolean goBackwards) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withStateful(boolean stateful) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withUnroll(boolean unroll) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    public LSTM withZeroOutputForMask(boolean zeroOutputForMask) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    @Override
    public LSTM withSettings(LayerSettings settings) {
        return new LSTM(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
                zeroOutputForMask,
                settings);
    }

    @Override
    public Cell cell() {
        return new LSTMCell(
                units,
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                biasInitializer,
                unitForgetBias,
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
        return scope.child("lstm_cell");
    }
}
