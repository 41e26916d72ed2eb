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

/// A convolution backwards, which enlarges an image: each input number puts its multiple of a filter into the output.
///
/// Formula: `y[i * strides + a, j * strides + b, f] += x[i, j, c] * kernel[a, b, f, c]` for all places, then
/// `activation(y + bias)`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, new_rows, new_columns, filters]`, with `channels_first`
/// the channels before the other axes; with padding valid each new size is `(size - 1) * strides + max(kernel_size,
/// strides)`, with same `size * strides`, unless `output_padding` says otherwise; weights `kernel [window_rows,
/// window_columns, filters, channels]`, `bias [filters]`.
///
/// Source: Dumoulin & Visin 2016, https://arxiv.org/abs/1603.07285
///
/// Equal to `keras.layers.Conv2DTranspose` in names, defaults and values.
///
/// @param filters           how many channels come out, above 0
/// @param kernelSize        size of the window along each axis; one number for all
/// @param strides           steps between two positions along each axis; one number for all
/// @param padding           valid: the window stays inside; same: as many positions as the input has, over the stride
/// @param outputPadding     added to the output at the end of each axis; none for what stride and padding give
/// @param dataFormat        where the channels stand
/// @param dilationRate      distance between two neighbours inside the window along each axis
/// @param activation        what the result goes through; none for nothing
/// @param useBias           whether a bias is added
/// @param kernelInitializer how the kernel begins
/// @param biasInitializer   how the bias begins
/// @param kernelRegularizer penalty on the kernel; none for nothing
/// @param biasRegularizer   penalty on the bias; none for nothing
/// @param kernelConstraint  what the kernel must satisfy after each step; none for nothing
/// @param biasConstraint    what the bias must satisfy after each step; none for nothing
@Doc("a convolution backwards, which enlarges")
public record Conv2DTranspose(
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
        @Doc(
                        value =
                                "added to the output at the end of each axis; none for what stride and padding give",
                        example = "1")
                @Nullable List<Integer> outputPadding,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(
                        value = "distance between two neighbours inside the window along each axis",
                        example = "2")
                List<Integer> dilationRate,
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
        implements Formula, LayerArguments<Conv2DTranspose> {
    public Conv2DTranspose {
        kernelSize = Sizes.each("conv2d_transpose", "kernel_size", kernelSize, 2, 1);
        strides = Sizes.each("conv2d_transpose", "strides", strides, 2, 1);
        dilationRate = Sizes.each("conv2d_transpose", "dilation_rate", dilationRate, 2, 1);
        Sizes.onlyOneAboveOne("conv2d_transpose", strides, dilationRate);
        outputPadding =
                outputPadding == null
                        ? null
                        : Sizes.each("conv2d_transpose", "output_padding", outputPadding, 2, 0);
        Sizes.positive("conv2d_transpose", "filters", filters, "32");
        if (padding == Padding.CAUSAL) {
            throw new UserError(
                    "E132",
                    "conv2d_transpose takes padding same or valid, not causal.",
                    "Type: padding=same");
        }
        activation = Activations.orLinear(activation);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public Conv2DTranspose(int filters, List<Integer> kernelSize) {
        this(
                filters,
                kernelSize,
                List.of(1, 1),
                Padding.VALID,
                null,
                DataFormat.CHANNELS_LAST,
                List.of(1, 1),
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

    public Conv2DTranspose(int filters, int kernelSize) {
        this(filters, List.of(kernelSize));
    }

    public Conv2DTranspose withFilters(int filters) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withKernelSize(List<Integer> kernelSize) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withKernelSize(int... kernelSize) {
        return withKernelSize(Arguments.listOf(kernelSize));
    }

    public Conv2DTranspose withStrides(List<Integer> strides) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withStrides(int... strides) {
        return withStrides(Arguments.listOf(strides));
    }

    public Conv2DTranspose withPadding(Padding padding) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withOutputPadding(@Nullable List<Integer> outputPadding) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withDataFormat(DataFormat dataFormat) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withDilationRate(List<Integer> dilationRate) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withDilationRate(int... dilationRate) {
        return withDilationRate(Arguments.listOf(dilationRate));
    }

    public Conv2DTranspose withActivation(ActivationFunction activation) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public Conv2DTranspose withUseBias(boolean useBias) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withKernelInitializer(Initializer kernelInitializer) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public Conv2DTranspose withBiasInitializer(Initializer biasInitializer) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public Conv2DTranspose withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public Conv2DTranspose withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public Conv2DTranspose withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public Conv2DTranspose withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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

    public Conv2DTranspose withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    @Override
    public Conv2DTranspose withSettings(LayerSettings settings) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                outputPadding,
                dataFormat,
                dilationRate,
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
        Shape shape = new Shape(kernelSize).concat(Shape.of(filters, last.shape().last()));
        Tensor kernel =
                scope.weight(
                        "kernel", shape, kernelInitializer, kernelRegularizer, kernelConstraint);
        var sliding = new Sliding(padding, kernelSize, strides, dilationRate);
        Tensor result = new Transposing(sliding, outputPadding).apply(last, kernel);
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
