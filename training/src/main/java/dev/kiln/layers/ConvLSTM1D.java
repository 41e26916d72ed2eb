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

import java.util.List;

/// An LSTM over time whose products are convolutions over sequences.
///
/// Formula: with `z = x[t] * kernel + h * recurrent_kernel + bias`, where `*` convolves, cut into i, f, g, o: `c =
/// sigmoid(f) c + sigmoid(i) tanh(g)`, `h = sigmoid(o) tanh(c)`, step by step.
///
/// Shapes: `[batch, time, places, channels]` to `[batch, new_places, filters]`, with `return_sequences` `[batch,
/// time, new_places, filters]`; the new sizes are those of the convolution; weights `kernel [window, channels, 4 *
/// filters]`, `recurrent_kernel [window, filters, 4 * filters]`, `bias [4 * filters]`.
///
/// Source: Shi et al. 2015, https://arxiv.org/abs/1506.04214
///
/// Equal to `keras.layers.ConvLSTM1D` in names, defaults and values.
///
/// @param filters              how many channels come out, above 0
/// @param kernelSize           size of the window along each axis; one number for all
/// @param strides              steps between two positions along each axis; one number for all
/// @param padding              valid: the window stays inside; same: as many positions as the input has, over the stride
/// @param dataFormat           where the channels stand
/// @param dilationRate         distance between two neighbours inside the window along each axis
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
/// @param zeroOutputForMask    whether masked steps give 0 instead of the output before
@Doc("an LSTM whose products are convolutions")
public record ConvLSTM1D(
        @Doc(value = "how many channels come out, above 0", example = "32") int filters,
        @Doc(value = "size of the window along each axis; one number for all", example = "3")
                List<Integer> kernelSize,
        @Doc(
                        value = "steps between two positions along each axis; one number for all",
                        example = "2")
                List<Integer> strides,
        @Doc(
                        value =
                                "valid: the window stays inside; same: as many positions as the input has, over the stride",
                        example = "same")
                Padding padding,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(
                        value = "distance between two neighbours inside the window along each axis",
                        example = "2")
                List<Integer> dilationRate,
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
        @Doc(value = "whether masked steps give 0 instead of the output before", example = "true")
                boolean zeroOutputForMask,
        @Shared LayerSettings settings)
        implements Recurrent, LayerArguments<ConvLSTM1D> {
    public ConvLSTM1D {
        kernelSize = Sizes.each("conv_lstm1d", "kernel_size", kernelSize, 1, 1);
        strides = Sizes.each("conv_lstm1d", "strides", strides, 1, 1);
        dilationRate = Sizes.each("conv_lstm1d", "dilation_rate", dilationRate, 1, 1);
        Padding.notCausal("conv_lstm1d", padding);
        Sizes.positive("conv_lstm1d", "filters", filters, "32");
        Sizes.share("dropout", dropout);
        Sizes.share("recurrent_dropout", recurrentDropout);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public ConvLSTM1D(int filters, List<Integer> kernelSize) {
        this(
                filters,
                kernelSize,
                List.of(1),
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                List.of(1),
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
                LayerSettings.DEFAULT);
    }

    public ConvLSTM1D(int filters, int kernelSize) {
        this(filters, List.of(kernelSize));
    }

    public ConvLSTM1D withFilters(int filters) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withKernelSize(List<Integer> kernelSize) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withKernelSize(int... kernelSize) {
        return withKernelSize(Arguments.listOf(kernelSize));
    }

    public ConvLSTM1D withStrides(List<Integer> strides) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withStrides(int... strides) {
        return withStrides(Arguments.listOf(strides));
    }

    public ConvLSTM1D withPadding(Padding padding) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withDataFormat(DataFormat dataFormat) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withDilationRate(List<Integer> dilationRate) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withDilationRate(int... dilationRate) {
        return withDilationRate(Arguments.listOf(dilationRate));
    }

    public ConvLSTM1D withActivation(ActivationFunction activation) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public ConvLSTM1D withRecurrentActivation(ActivationFunction recurrentActivation) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withRecurrentActivation(String recurrentActivation) {
        return withRecurrentActivation(Activations.of(recurrentActivation));
    }

    public ConvLSTM1D withUseBias(boolean useBias) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withKernelInitializer(Initializer kernelInitializer) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public ConvLSTM1D withRecurrentInitializer(Initializer recurrentInitializer) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withRecurrentInitializer(String recurrentInitializer) {
        return withRecurrentInitializer(Initializers.of(recurrentInitializer));
    }

    public ConvLSTM1D withBiasInitializer(Initializer biasInitializer) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public ConvLSTM1D withUnitForgetBias(boolean unitForgetBias) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public ConvLSTM1D withRecurrentRegularizer(@Nullable Regularizer recurrentRegularizer) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withRecurrentRegularizer(String recurrentRegularizer) {
        return withRecurrentRegularizer(Regularizers.of(recurrentRegularizer));
    }

    public ConvLSTM1D withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public ConvLSTM1D withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public ConvLSTM1D withRecurrentConstraint(@Nullable Constraint recurrentConstraint) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withRecurrentConstraint(String recurrentConstraint) {
        return withRecurrentConstraint(Constraints.of(recurrentConstraint));
    }

    public ConvLSTM1D withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    public ConvLSTM1D withDropout(double dropout) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withRecurrentDropout(double recurrentDropout) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withSeed(@Nullable Long seed) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withReturnSequences(boolean returnSequences) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withReturnState(boolean returnState) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withGoBackwards(boolean goBackwards) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withStateful(boolean stateful) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    public ConvLSTM1D withZeroOutputForMask(boolean zeroOutputForMask) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    @Override
    public ConvLSTM1D withSettings(LayerSettings settings) {
        return new ConvLSTM1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
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
                zeroOutputForMask,
                settings);
    }

    @Override
    public Cell cell() {
        return new ConvLSTMCell(
                filters,
                new Sliding(padding, kernelSize, strides, dilationRate),
                activation,
                recurrentActivation,
                useBias,
                kernelInitializer,
                recurrentInitializer,
                unitForgetBias ? Gates.forgetBias(biasInitializer) : biasInitializer,
                new ConvLSTMCell.Limits(
                        kernelRegularizer,
                        recurrentRegularizer,
                        biasRegularizer,
                        kernelConstraint,
                        recurrentConstraint,
                        biasConstraint),
                dropout,
                recurrentDropout,
                seed);
    }

    @Override
    public Scope cellScope(Scope scope) {
        return scope.child("conv_lstm_cell");
    }
}
