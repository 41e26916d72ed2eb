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

/// One step of [GRU], for [RNN].
///
/// Formula: with `a = x · kernel + bias[0]`, `b = h · recurrent_kernel + bias[1]`, each cut into z, r, n: `z =
/// sigmoid(a.z + b.z)`, `r = sigmoid(a.r + b.r)`, `h = z * h + (1 - z) * tanh(a.n + r * b.n)`; without
/// `reset_after` h is multiplied with r before the product.
///
/// Shapes: `[batch, features]` and `[batch, units]` to `[batch, units]` and `[batch, units]`: input and state to
/// output and the new state; weights `kernel [features, 3 * units]`, `recurrent_kernel [units, 3 * units]`, `bias
/// [2, 3 * units]` (without `reset_after` `[3 * units]`).
///
/// Source: Cho et al. 2014, https://arxiv.org/abs/1406.1078; reset_after: https://arxiv.org/abs/1409.1259
///
/// Equal to `keras.layers.GRUCell` in names, defaults and values.
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
/// @param resetAfter           whether the reset gate works after the product with the recurrent kernel
/// @param seed                 its own seed; none for the run's
@Doc("one step of gru")
public record GRUCell(
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
        @Doc(
                        value =
                                "whether the reset gate works after the product with the recurrent kernel",
                        example = "false")
                boolean resetAfter,
        @Doc(value = "its own seed; none for the run's", example = "42") @Nullable Long seed,
        @Shared LayerSettings settings)
        implements Cell, LayerArguments<GRUCell> {
    public GRUCell {
        Sizes.positive("gru_cell", "units", units, "32");
        Sizes.share("dropout", dropout);
        Sizes.share("recurrent_dropout", recurrentDropout);
    }

    public GRUCell(int units) {
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
                true,
                null,
                LayerSettings.DEFAULT);
    }

    public GRUCell withUnits(int units) {
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
                settings);
    }

    public GRUCell withActivation(ActivationFunction activation) {
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
                settings);
    }

    public GRUCell withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public GRUCell withRecurrentActivation(ActivationFunction recurrentActivation) {
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
                settings);
    }

    public GRUCell withRecurrentActivation(String recurrentActivation) {
        return withRecurrentActivation(Activations.of(recurrentActivation));
    }

    public GRUCell withUseBias(boolean useBias) {
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
                settings);
    }

    public GRUCell withKernelInitializer(Initializer kernelInitializer) {
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
                settings);
    }

    public GRUCell withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public GRUCell withRecurrentInitializer(Initializer recurrentInitializer) {
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
                settings);
    }

    public GRUCell withRecurrentInitializer(String recurrentInitializer) {
        return withRecurrentInitializer(Initializers.of(recurrentInitializer));
    }

    public GRUCell withBiasInitializer(Initializer biasInitializer) {
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
                settings);
    }

    public GRUCell withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public GRUCell withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
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
                settings);
    }

    public GRUCell withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public GRUCell withRecurrentRegularizer(@Nullable Regularizer recurrentRegularizer) {
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
                settings);
    }

    public GRUCell withRecurrentRegularizer(String recurrentRegularizer) {
        return withRecurrentRegularizer(Regularizers.of(recurrentRegularizer));
    }

    public GRUCell withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
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
                settings);
    }

    public GRUCell withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public GRUCell withKernelConstraint(@Nullable Constraint kernelConstraint) {
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
                settings);
    }

    public GRUCell withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public GRUCell withRecurrentConstraint(@Nullable Constraint recurrentConstraint) {
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
                settings);
    }

    public GRUCell withRecurrentConstraint(String recurrentConstraint) {
        return withRecurrentConstraint(Constraints.of(recurrentConstraint));
    }

    public GRUCell withBiasConstraint(@Nullable Constraint biasConstraint) {
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
                settings);
    }

    public GRUCell withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    public GRUCell withDropout(double dropout) {
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
                settings);
    }

    public GRUCell withRecurrentDropout(double recurrentDropout) {
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
                settings);
    }

    public GRUCell withResetAfter(boolean resetAfter) {
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
                settings);
    }

    public GRUCell withSeed(@Nullable Long seed) {
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
                settings);
    }

    @Override
    public GRUCell withSettings(LayerSettings settings) {
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
                                Shape.of(x.shape().last(), 3 * units),
                                kernelInitializer,
                                kernelRegularizer,
                                kernelConstraint));
        recurrentKernel(scope);
        return useBias ? product.plus(bias(scope, 0)) : product;
    }

    private Tensor recurrentKernel(Scope scope) {
        return scope.weight(
                "recurrent_kernel",
                Shape.of(units, 3 * units),
                recurrentInitializer,
                recurrentRegularizer,
                recurrentConstraint);
    }

    /// @param part 0 for the bias of the input, 1 for that of the state, which [#resetAfter] alone has
    private Tensor bias(Scope scope, int part) {
        Shape shape = resetAfter ? Shape.of(2, 3 * units) : Shape.of(3 * units);
        Tensor bias = scope.weight("bias", shape, biasInitializer, biasRegularizer, biasConstraint);
        return resetAfter ? bias.at(0, part) : bias;
    }

    @Override
    public List<Tensor> step(Tensor x, List<Tensor> states, Scope scope) {
        Tensor before = states.getFirst();
        Tensor dropped =
                Gates.dropout(scope, "recurrent_dropout", before, 2, recurrentDropout, seed);
        Tensor kernel = recurrentKernel(scope);
        // In Keras' order: update, reset, candidate.
        var fromInput = x.split(-1, 3);
        Tensor update;
        Tensor candidate;
        if (resetAfter) {
            Tensor product = dropped.matMul(kernel);
            var fromState = (useBias ? product.plus(bias(scope, 1)) : product).split(-1, 3);
            update = recurrentActivation.apply(fromInput.get(0).plus(fromState.get(0)));
            Tensor reset = recurrentActivation.apply(fromInput.get(1).plus(fromState.get(1)));
            candidate = activation.apply(fromInput.get(2).plus(reset.times(fromState.get(2))));
        } else {
            var fromState = dropped.matMul(kernel.slice(1, 0, 2 * units)).split(-1, 2);
            update = recurrentActivation.apply(fromInput.get(0).plus(fromState.get(0)));
            Tensor reset = recurrentActivation.apply(fromInput.get(1).plus(fromState.get(1)));
            Tensor product = reset.times(dropped).matMul(kernel.slice(1, 2 * units, 3 * units));
            candidate = activation.apply(fromInput.get(2).plus(product));
        }
        Tensor result = update.times(before).plus(update.not().times(candidate));
        return List.of(result, result);
    }
}
