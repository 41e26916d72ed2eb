package dev.kiln.layers;

import dev.kiln.activations.ActivationFunction;
import dev.kiln.activations.Activations;
import dev.kiln.activations.Sigmoid;
import dev.kiln.activations.Tanh;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.constraints.Constraint;
import dev.kiln.constraints.Constraints;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.GlorotUniform;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.Initializers;
import dev.kiln.initializers.Orthogonal;
import dev.kiln.initializers.Zeros;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.regularizers.Regularizers;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One step of [LSTM], for [RNN].
///
/// Formula: with `z = x · kernel + h · recurrent_kernel + bias` cut into i, f, g, o: `c = sigmoid(f) * c +
/// sigmoid(i) * tanh(g)`, `h = sigmoid(o) * tanh(c)`.
///
/// Shapes: `[batch, features]`, `[batch, units]` and `[batch, units]` to `[batch, units]`, `[batch, units]` and
/// `[batch, units]`: input and states to output and the new states; weights `kernel [features, 4 * units]`,
/// `recurrent_kernel [units, 4 * units]`, `bias [4 * units]`.
///
/// Source: Hochreiter & Schmidhuber 1997, https://doi.org/10.1162/neco.1997.9.8.1735
///
/// Equal to `keras.layers.LSTMCell` in names, defaults and values.
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
@Doc("one step of lstm")
public record LSTMCell(
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
        @Shared LayerSettings settings)
        implements Cell, LayerArguments<LSTMCell> {
    public LSTMCell {
        Sizes.positive("lstm_cell", "units", units, "32");
        Sizes.share("dropout", dropout);
        Sizes.share("recurrent_dropout", recurrentDropout);
    }

    public LSTMCell(int units) {
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
                LayerSettings.DEFAULT);
    }

    public LSTMCell withUnits(int units) {
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
                settings);
    }

    public LSTMCell withActivation(ActivationFunction activation) {
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
                settings);
    }

    public LSTMCell withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public LSTMCell withRecurrentActivation(ActivationFunction recurrentActivation) {
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
                settings);
    }

    public LSTMCell withRecurrentActivation(String recurrentActivation) {
        return withRecurrentActivation(Activations.of(recurrentActivation));
    }

    public LSTMCell withUseBias(boolean useBias) {
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
                settings);
    }

    public LSTMCell withKernelInitializer(Initializer kernelInitializer) {
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
                settings);
    }

    public LSTMCell withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public LSTMCell withRecurrentInitializer(Initializer recurrentInitializer) {
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
                settings);
    }

    public LSTMCell withRecurrentInitializer(String recurrentInitializer) {
        return withRecurrentInitializer(Initializers.of(recurrentInitializer));
    }

    public LSTMCell withBiasInitializer(Initializer biasInitializer) {
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
                settings);
    }

    public LSTMCell withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public LSTMCell withUnitForgetBias(boolean unitForgetBias) {
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
                settings);
    }

    public LSTMCell withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
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
                settings);
    }

    public LSTMCell withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public LSTMCell withRecurrentRegularizer(@Nullable Regularizer recurrentRegularizer) {
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
                settings);
    }

    public LSTMCell withRecurrentRegularizer(String recurrentRegularizer) {
        return withRecurrentRegularizer(Regularizers.of(recurrentRegularizer));
    }

    public LSTMCell withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
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
                settings);
    }

    public LSTMCell withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public LSTMCell withKernelConstraint(@Nullable Constraint kernelConstraint) {
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
                settings);
    }

    public LSTMCell withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public LSTMCell withRecurrentConstraint(@Nullable Constraint recurrentConstraint) {
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
                settings);
    }

    public LSTMCell withRecurrentConstraint(String recurrentConstraint) {
        return withRecurrentConstraint(Constraints.of(recurrentConstraint));
    }

    public LSTMCell withBiasConstraint(@Nullable Constraint biasConstraint) {
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
                settings);
    }

    public LSTMCell withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    public LSTMCell withDropout(double dropout) {
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
                settings);
    }

    public LSTMCell withRecurrentDropout(double recurrentDropout) {
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
                settings);
    }

    public LSTMCell withSeed(@Nullable Long seed) {
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
                settings);
    }

    @Override
    public LSTMCell withSettings(LayerSettings settings) {
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
                settings);
    }

    @Override
    public List<Shape> stateShapes(Shape row) {
        return List.of(Shape.of(units), Shape.of(units));
    }

    @Override
    public Tensor project(Tensor x, Scope scope) {
        Tensor dropped = Gates.dropout(scope, "dropout", x, 2, dropout, seed);
        Tensor product =
                dropped.matMul(
                        scope.weight(
                                "kernel",
                                Shape.of(x.shape().last(), 4 * units),
                                kernelInitializer,
                                kernelRegularizer,
                                kernelConstraint));
        recurrentKernel(scope);
        Initializer first = unitForgetBias ? Gates.forgetBias(biasInitializer) : biasInitializer;
        return useBias
                ? product.plus(
                        scope.weight(
                                "bias",
                                Shape.of(4 * units),
                                first,
                                biasRegularizer,
                                biasConstraint))
                : product;
    }

    private Tensor recurrentKernel(Scope scope) {
        return scope.weight(
                "recurrent_kernel",
                Shape.of(units, 4 * units),
                recurrentInitializer,
                recurrentRegularizer,
                recurrentConstraint);
    }

    @Override
    public List<Tensor> step(Tensor x, List<Tensor> states, Scope scope) {
        Tensor before =
                Gates.dropout(
                        scope, "recurrent_dropout", states.getFirst(), 2, recurrentDropout, seed);
        // In Keras' order: input, forget, candidate, output.
        var fromInput = x.split(-1, 4);
        var fromState = before.matMul(recurrentKernel(scope)).split(-1, 4);
        Tensor input = recurrentActivation.apply(fromInput.get(0).plus(fromState.get(0)));
        Tensor forget = recurrentActivation.apply(fromInput.get(1).plus(fromState.get(1)));
        Tensor candidate = activation.apply(fromInput.get(2).plus(fromState.get(2)));
        Tensor output = recurrentActivation.apply(fromInput.get(3).plus(fromState.get(3)));
        Tensor carry = forget.times(states.get(1)).plus(input.times(candidate));
        Tensor result = output.times(activation.apply(carry));
        return List.of(result, result, carry);
    }
}
