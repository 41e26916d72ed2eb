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

import java.util.List;

/// Filters slide over rows and columns of an image: each output number is a filter's sum over the window, plus a bias.
///
/// Formula: `y[i, j, f] = activation(sum over a, b, c of x[i * strides + a * dilation_rate, j * strides + b *
/// dilation_rate, c] * kernel[a, b, c, f] + bias[f])`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, new_rows, new_columns, filters]`, with `channels_first`
/// the channels before the other axes; with padding valid each new size is `(size - dilation_rate * (kernel_size -
/// 1) - 1) / strides + 1` rounded down, with same `size / strides` rounded up; weights `kernel [window_rows,
/// window_columns, channels / groups, filters]`, `bias [filters]`.
///
/// Equal to `keras.layers.Conv2D` in names, defaults and values.
///
/// @param filters           how many channels come out, above 0
/// @param kernelSize        size of the window along each axis; one number for all
/// @param strides           steps between two positions along each axis; one number for all
/// @param padding           valid: the window stays inside; same: as many positions as the input has, over the stride
/// @param dataFormat        where the channels stand
/// @param dilationRate      distance between two neighbours inside the window along each axis
/// @param groups            into how many groups the channels are cut, each with its own filters
/// @param activation        what the result goes through; none for nothing
/// @param useBias           whether a bias is added
/// @param kernelInitializer how the kernel begins
/// @param biasInitializer   how the bias begins
/// @param kernelRegularizer penalty on the kernel; none for nothing
/// @param biasRegularizer   penalty on the bias; none for nothing
/// @param kernelConstraint  what the kernel must satisfy after each step; none for nothing
/// @param biasConstraint    what the bias must satisfy after each step; none for nothing
@Doc(value = "filters slide over rows and columns", example = "conv2d 32 3 relu")
public record Conv2D(
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
        @Doc(
                        value =
                                "into how many groups the channels are cut, each with its own filters",
                        example = "2")
                int groups,
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
        implements Formula, LayerArguments<Conv2D> {
    public Conv2D {
        kernelSize = Sizes.each("conv2d", "kernel_size", kernelSize, 2, 1);
        strides = Sizes.each("conv2d", "strides", strides, 2, 1);
        dilationRate = Sizes.each("conv2d", "dilation_rate", dilationRate, 2, 1);
        Sizes.onlyOneAboveOne("conv2d", strides, dilationRate);
        Sizes.positive("conv2d", "filters", filters, "32");
        Sizes.positive("conv2d", "groups", groups, "1");
        if (padding == Padding.CAUSAL) {
            throw new UserError(
                    "E132",
                    "padding=causal is for sequences; conv2d takes same or valid.",
                    "Type: padding=same");
        }
        activation = Activations.orLinear(activation);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public Conv2D(int filters, List<Integer> kernelSize) {
        this(
                filters,
                kernelSize,
                List.of(1, 1),
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                List.of(1, 1),
                1,
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

    public Conv2D(int filters, List<Integer> kernelSize, String activation) {
        this(
                filters,
                kernelSize,
                List.of(1, 1),
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                List.of(1, 1),
                1,
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

    public Conv2D(int filters, int kernelSize) {
        this(filters, List.of(kernelSize));
    }

    public Conv2D(int filters, int kernelSize, String activation) {
        this(filters, List.of(kernelSize), activation);
    }

    public Conv2D withFilters(int filters) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withKernelSize(List<Integer> kernelSize) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withKernelSize(int... kernelSize) {
        return withKernelSize(Arguments.listOf(kernelSize));
    }

    public Conv2D withStrides(List<Integer> strides) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withStrides(int... strides) {
        return withStrides(Arguments.listOf(strides));
    }

    public Conv2D withPadding(Padding padding) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withDataFormat(DataFormat dataFormat) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withDilationRate(List<Integer> dilationRate) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withDilationRate(int... dilationRate) {
        return withDilationRate(Arguments.listOf(dilationRate));
    }

    public Conv2D withGroups(int groups) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withActivation(ActivationFunction activation) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public Conv2D withUseBias(boolean useBias) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withKernelInitializer(Initializer kernelInitializer) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public Conv2D withBiasInitializer(Initializer biasInitializer) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public Conv2D withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public Conv2D withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public Conv2D withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public Conv2D withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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

    public Conv2D withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    @Override
    public Conv2D withSettings(LayerSettings settings) {
        return new Conv2D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                groups,
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
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor last = dataFormat.toLast(x);
        int channels = last.shape().last();
        Sliding.groups(scope, groups, channels, filters);
        Shape shape = new Shape(kernelSize).concat(Shape.of(channels / groups, filters));
        Tensor kernel =
                scope.weight(
                        "kernel", shape, kernelInitializer, kernelRegularizer, kernelConstraint);
        Tensor result =
                new Sliding(padding, kernelSize, strides, dilationRate)
                        .convolve(scope, last, kernel, groups);
        if (useBias) {
            result =
                    result.plus(
                            scope.weight(
                                    "bias",
                                    Shape.of(filters),
                                    biasInitializer,
                                    biasRegularizer,
                                    biasConstraint));
        }
        return activation.apply(dataFormat.fromLast(result));
    }
}
