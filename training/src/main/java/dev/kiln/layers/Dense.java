package dev.kiln.layers;

import dev.kiln.activations.ActivationFunction;
import dev.kiln.activations.Activations;
import dev.kiln.activations.Linear;
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

/// A row of numbers becomes `units` numbers: `activation(x · kernel + bias)` over the last axis.
///
/// Formula: `y = activation(x · kernel + bias)`.
///
/// Shapes: `[batch, …, features]` to `[batch, …, units]`; weights `kernel [features, units]`, `bias [units]`.
///
/// Equal to `keras.layers.Dense` in names, defaults and values.
///
/// @param units             how many numbers each row becomes, above 0
/// @param activation        what the result goes through; none for nothing
/// @param useBias           whether a bias is added
/// @param kernelInitializer how the kernel begins
/// @param biasInitializer   how the bias begins
/// @param kernelRegularizer penalty on the kernel; none for nothing
/// @param biasRegularizer   penalty on the bias; none for nothing
/// @param kernelConstraint  what the kernel must satisfy after each step; none for nothing
/// @param biasConstraint    what the bias must satisfy after each step; none for nothing
@Doc(
        value = "each row becomes units numbers: activation(x * kernel + bias)",
        example = "dense 64 relu")
public record Dense(
        @Doc(value = "how many numbers each row becomes, above 0", example = "64") int units,
        @Doc(value = "what the result goes through; none for nothing", example = "relu")
                ActivationFunction activation,
        @Doc(value = "whether a bias is added", example = "false") boolean useBias,
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
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<Dense> {
    public Dense {
        Sizes.positive("dense", "units", units, "64");
        activation = Activations.orLinear(activation);
    }

    public Dense(int units) {
        this(
                units,
                new Linear(),
                true,
                new GlorotUniform(),
                new Zeros(),
                null,
                null,
                null,
                null,
                LayerSettings.DEFAULT);
    }

    public Dense(int units, String activation) {
        this(
                units,
                Activations.of(activation),
                true,
                new GlorotUniform(),
                new Zeros(),
                null,
                null,
                null,
                null,
                LayerSettings.DEFAULT);
    }

    public Dense(int units, ActivationFunction activation) {
        this(
                units,
                activation,
                true,
                new GlorotUniform(),
                new Zeros(),
                null,
                null,
                null,
                null,
                LayerSettings.DEFAULT);
    }

    public Dense withUnits(int units) {
        return new Dense(
                units,
                activation,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public Dense withActivation(ActivationFunction activation) {
        return new Dense(
                units,
                activation,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public Dense withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public Dense withUseBias(boolean useBias) {
        return new Dense(
                units,
                activation,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public Dense withKernelInitializer(Initializer kernelInitializer) {
        return new Dense(
                units,
                activation,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public Dense withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public Dense withBiasInitializer(Initializer biasInitializer) {
        return new Dense(
                units,
                activation,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public Dense withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public Dense withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new Dense(
                units,
                activation,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public Dense withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public Dense withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new Dense(
                units,
                activation,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public Dense withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public Dense withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new Dense(
                units,
                activation,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public Dense withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public Dense withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new Dense(
                units,
                activation,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public Dense withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    @Override
    public Dense withSettings(LayerSettings settings) {
        return new Dense(
                units,
                activation,
                useBias,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        if (x.rank() < 2) {
            throw new UserError(
                    "E134",
                    scope.name() + " needs rows of numbers, but its input is one number a row.",
                    "Put a layer before it that gives rows: new Reshape(1)");
        }
        Shape shape = Shape.of(x.shape().last(), units);
        Tensor product =
                x.matMul(
                        scope.weight(
                                "kernel",
                                shape,
                                kernelInitializer,
                                kernelRegularizer,
                                kernelConstraint));
        if (useBias) {
            product =
                    product.plus(
                            scope.weight(
                                    "bias",
                                    Shape.of(units),
                                    biasInitializer,
                                    biasRegularizer,
                                    biasConstraint));
        }
        return activation.apply(product);
    }
}
