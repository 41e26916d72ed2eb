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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A dense layer over axes of one's choice: `activation(einsum(equation, x, kernel) + bias)`.
///
/// Formula: `y = activation(einsum(equation, x, kernel) + bias)`; for `abc,cd->abd` it is `y[a, b, d] =
/// activation(sum over c of x[a, b, c] * kernel[c, d] + bias[d])`.
///
/// Shapes: `[batch, …x]` to `[batch, …y]`, without the batch as `output_shape` says; weights `kernel` with the
/// sizes of its letters, `bias` with those of `bias_axes`.
///
/// The equation `abc,cd->abd` names the axes of the input (the batch included), of the kernel and of the output;
/// three dots stand for further axes.
///
/// Equal to `keras.layers.EinsumDense` in names, defaults and values.
///
/// @param equation          axes of input, kernel and output by letters
/// @param outputShape       sizes of the output without the batch; -1 for one of the input
/// @param activation        what the result goes through; none for nothing
/// @param biasAxes          letters of the output along which the bias has numbers of its own; none for no bias
/// @param kernelInitializer how the kernel begins
/// @param biasInitializer   how the bias begins
/// @param kernelRegularizer penalty on the kernel; none for nothing
/// @param biasRegularizer   penalty on the bias; none for nothing
/// @param kernelConstraint  what the kernel must satisfy after each step; none for nothing
/// @param biasConstraint    what the bias must satisfy after each step; none for nothing
@Doc("a dense layer over axes of choice")
public record EinsumDense(
        @Doc(value = "axes of input, kernel and output by letters", example = "abc,cd->abd")
                String equation,
        @Doc(
                        value = "sizes of the output without the batch; -1 for one of the input",
                        example = "[-1, 64]")
                List<Integer> outputShape,
        @Doc(value = "what the result goes through; none for nothing", example = "relu")
                ActivationFunction activation,
        @Doc(
                        value =
                                "letters of the output along which the bias has numbers of its own; none for no bias",
                        example = "d")
                @Nullable String biasAxes,
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
        implements Formula, LayerArguments<EinsumDense> {
    public EinsumDense {
        outputShape = outputShape.stream().map(size -> size == null ? -1 : size).toList();
        activation = Activations.orLinear(activation);
    }

    public EinsumDense(String equation, List<Integer> outputShape) {
        this(
                equation,
                outputShape,
                new Linear(),
                null,
                new GlorotUniform(),
                new Zeros(),
                null,
                null,
                null,
                null,
                LayerSettings.DEFAULT);
    }

    public EinsumDense withEquation(String equation) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public EinsumDense withOutputShape(List<Integer> outputShape) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public EinsumDense withActivation(ActivationFunction activation) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public EinsumDense withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public EinsumDense withBiasAxes(@Nullable String biasAxes) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public EinsumDense withKernelInitializer(Initializer kernelInitializer) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public EinsumDense withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public EinsumDense withBiasInitializer(Initializer biasInitializer) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public EinsumDense withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public EinsumDense withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public EinsumDense withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public EinsumDense withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public EinsumDense withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public EinsumDense withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public EinsumDense withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public EinsumDense withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    public EinsumDense withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    @Override
    public EinsumDense withSettings(LayerSettings settings) {
        return new EinsumDense(
                equation,
                outputShape,
                activation,
                biasAxes,
                kernelInitializer,
                biasInitializer,
                kernelRegularizer,
                biasRegularizer,
                kernelConstraint,
                biasConstraint,
                settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Einsum einsum = Einsum.of(equation, x.rank());
        Map<Character, Integer> sizes = sizes(einsum, x);
        var kernelShape = new ArrayList<Integer>();
        var in = new ArrayList<Integer>();
        var out = new ArrayList<Integer>();
        for (int i = 0; i < einsum.right().length(); i++) {
            char axis = einsum.right().charAt(i);
            Integer size = sizes.get(axis);
            if (size == null) {
                throw new UserError(
                        "E132",
                        "axis "
                                + axis
                                + " of the kernel in "
                                + equation
                                + " is neither in the input nor in the output.",
                        "Type: equation=\"abc,cd->abd\"");
            }
            kernelShape.add(size);
            (einsum.result().indexOf(axis) >= 0 ? out : in).add(i);
        }
        Tensor kernel =
                scope.weight(
                        "kernel",
                        new Shape(kernelShape),
                        Heads.overAxes(kernelInitializer, in, out),
                        kernelRegularizer,
                        kernelConstraint);
        Tensor product = einsum.apply(x, kernel);
        if (biasAxes != null) {
            Shape shape = biasShape(einsum, sizes);
            product =
                    product.plus(
                            scope.weight(
                                    "bias",
                                    shape,
                                    biasInitializer,
                                    biasRegularizer,
                                    biasConstraint));
        }
        return activation.apply(product);
    }

    /// The size of each letter: those of the input from x, the others from the output's shape.
    private Map<Character, Integer> sizes(Einsum einsum, Tensor x) {
        Map<Character, Integer> sizes = new HashMap<>();
        // The output's shape leaves out the batch and what the dots stand for.
        int from = einsum.result().length() - outputShape.size();
        boolean dotsBehind = equation.replace(" ", "").split(",")[0].endsWith("...");
        int first = dotsBehind ? 1 : Math.max(from, 0);
        for (int i = 0; i < outputShape.size() && first + i < einsum.result().length(); i++) {
            if (outputShape.get(i) > 0) {
                sizes.put(einsum.result().charAt(first + i), outputShape.get(i));
            }
        }
        for (int i = 0; i < einsum.left().length(); i++) {
            Integer wanted = sizes.put(einsum.left().charAt(i), x.shape().get(i));
            if (wanted != null && wanted != x.shape().get(i)) {
                throw new UserError(
                        "E133",
                        "axis "
                                + einsum.left().charAt(i)
                                + " of "
                                + equation
                                + " is "
                                + x.shape().get(i)
                                + " in the input and "
                                + wanted
                                + " in output_shape.",
                        "Type: output_shape with -1 there");
            }
        }
        return sizes;
    }

    private Shape biasShape(Einsum einsum, Map<Character, Integer> sizes) {
        int first = einsum.result().length();
        for (char axis : biasAxes.toCharArray()) {
            int at = einsum.result().indexOf(axis);
            if (at < 0) {
                throw new UserError(
                        "E132",
                        "bias axis " + axis + " is not in the output of " + equation + ".",
                        "Type: bias_axes=\""
                                + einsum.result().charAt(einsum.result().length() - 1)
                                + "\"");
            }
            first = Math.min(first, at);
        }
        var shape = new ArrayList<Integer>();
        for (int i = first; i < einsum.result().length(); i++) {
            char axis = einsum.result().charAt(i);
            shape.add(biasAxes.indexOf(axis) >= 0 ? sizes.get(axis) : 1);
        }
        return new Shape(shape);
    }
}
