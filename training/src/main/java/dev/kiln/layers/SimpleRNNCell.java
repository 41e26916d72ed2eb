package dev.kiln.layers;

import dev.kiln.activations.ActivationFunction;
import dev.kiln.activations.Activations;
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

/// One step of [SimpleRNN], for [RNN].
///
/// Formula: `h = activation(x · kernel + h · recurrent_kernel + bias)`.
///
/// Shapes: `[batch, features]` and `[batch, units]` to `[batch, units]` and `[batch, units]`: input and state to
/// output and the new state; weights `kernel [features, units]`, `recurrent_kernel [units, units]`, `bias [units]`.
///
/// Source: Elman 1990, https://doi.org/10.1016/0364-0213(90)90002-E
///
/// Equal to `keras.layers.SimpleRNNCell` in names, defaults and values.
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
/// @param seed                 its own seed; none for the run's
@Doc("one step of simple_rnn")
public record SimpleRNNCell(
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
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Cell, LayerArguments<SimpleRNNCell> {
    public SimpleRNNCell {
        Sizes.positive("simple_rnn_cell", "units", units, "32");
        Sizes.share("dropout", dropout);
        Sizes.share("recurrent_dropout", recurrentDropout);
    }

    public SimpleRNNCell(int units) {
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
                null,
                LayerSettings.DEFAULT);
    }

    public SimpleRNNCell withUnits(int units) {
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
                settings);
    }

    public SimpleRNNCell withActivation(ActivationFunction activation) {
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
                settings);
    }

    public SimpleRNNCell withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public SimpleRNNCell withUseBias(boolean useBias) {
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
                settings);
    }

    public SimpleRNNCell withKernelInitializer(Initializer kernelInitializer) {
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
                settings);
    }

    public SimpleRNNCell withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public SimpleRNNCell withRecurrentInitializer(Initializer recurrentInitializer) {
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
                settings);
    }

    public SimpleRNNCell withRecurrentInitializer(String recurrentInitializer) {
        return withRecurrentInitializer(Initializers.of(recurrentInitializer));
    }

    public SimpleRNNCell withBiasInitializer(Initializer biasInitializer) {
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
                settings);
    }

    public SimpleRNNCell withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public SimpleRNNCell withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
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
                settings);
    }

    public SimpleRNNCell withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public SimpleRNNCell withRecurrentRegularizer(@Nullable Regularizer recurrentRegularizer) {
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
                settings);
    }

    public SimpleRNNCell withRecurrentRegularizer(String recurrentRegularizer) {
        return withRecurrentRegularizer(Regularizers.of(recurrentRegularizer));
    }

    public SimpleRNNCell withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
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
                settings);
    }

    public SimpleRNNCell withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public SimpleRNNCell withKernelConstraint(@Nullable Constraint kernelConstraint) {
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
                settings);
    }

    public SimpleRNNCell withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public SimpleRNNCell withRecurrentConstraint(@Nullable Constraint recurrentConstraint) {
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
                settings);
    }

    public SimpleRNNCell withRecurrentConstraint(String recurrentConstraint) {
        return withRecurrentConstraint(Constraints.of(recurrentConstraint));
    }

    public SimpleRNNCell withBiasConstraint(@Nullable Constraint biasConstraint) {
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
                settings);
    }

    public SimpleRNNCell withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    public SimpleRNNCell withDropout(double dropout) {
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
                settings);
    }

    public SimpleRNNCell withRecurrentDropout(double recurrentDropout) {
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
                settings);
    }

    public SimpleRNNCell withSeed(@Nullable Long seed) {
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
                settings);
    }

    @Override
    public SimpleRNNCell withSettings(LayerSettings settings) {
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
                settings);
    }

    @Override
    public List<Shape> stateShapes(Shape row) {
        return List.of(Shape.of(units));
    }

    @Override
    public Tensor project(Tensor x, Scope scope) {
        Tensor dropped = Gates.dropout(scope, "dropout", x, 2, dropout, seed);
        Tensor product =
                dropped.matMul(
                        scope.weight(
                                "kernel",
                                Shape.of(x.shape().last(), units),
                                kernelInitializer,
                                kernelRegularizer,
                                kernelConstraint));
        recurrentKernel(scope);
        return useBias
                ? product.plus(
                        scope.weight(
                                "bias",
                                Shape.of(units),
                                biasInitializer,
                                biasRegularizer,
                                biasConstraint))
                : product;
    }

    private Tensor recurrentKernel(Scope scope) {
        return scope.weight(
                "recurrent_kernel",
                Shape.of(units, units),
                recurrentInitializer,
                recurrentRegularizer,
                recurrentConstraint);
    }

    @Override
    public List<Tensor> step(Tensor x, List<Tensor> states, Scope scope) {
        Tensor before =
                Gates.dropout(
                        scope, "recurrent_dropout", states.getFirst(), 2, recurrentDropout, seed);
        Tensor output = activation.apply(x.plus(before.matMul(recurrentKernel(scope))));
        return List.of(output, output);
    }
}
