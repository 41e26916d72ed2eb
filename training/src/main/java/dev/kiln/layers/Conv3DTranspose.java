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

/// A convolution backwards, which enlarges a volume: each input number puts its multiple of a filter into the output.
///
/// Formula: `y[h * strides + a, i * strides + b, j * strides + e, f] += x[h, i, j, c] * kernel[a, b, e, f, c]` for
/// all places, then `activation(y + bias)`.
///
/// Shapes: `[batch, depth, rows, columns, channels]` to `[batch, new_depth, new_rows, new_columns, filters]`, with
/// `channels_first` the channels before the other axes; with padding valid each new size is `(size - 1) * strides +
/// max(kernel_size, strides)`, with same `size * strides`, unless `output_padding` says otherwise; weights `kernel
/// [window_depth, window_rows, window_columns, filters, channels]`, `bias [filters]`.
///
/// Source: Dumoulin & Visin 2016, https://arxiv.org/abs/1603.07285
///
/// Equal to `keras.layers.Conv3DTranspose` in names, defaults and values.
///
/// @param filters           how many channels come out, above 0
/// @param kernelSize        size of the window along each axis; one number for all
/// @param strides           steps between two positions along each axis; one number for all
/// @param padding           valid: the window stays inside; same: as many positions as the input has, over the stride
/// @param dataFormat        where the channels stand
/// @param outputPadding     added to the output at the end of each axis; none for what stride and padding give
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
public record Conv3DTranspose(
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
                        value =
                                "added to the output at the end of each axis; none for what stride and padding give",
                        example = "1")
                @Nullable List<Integer> outputPadding,
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
        implements Formula, LayerArguments<Conv3DTranspose> {
    public Conv3DTranspose {
        kernelSize = Sizes.each("conv3d_transpose", "kernel_size", kernelSize, 3, 1);
        strides = Sizes.each("conv3d_transpose", "strides", strides, 3, 1);
        dilationRate = Sizes.each("conv3d_transpose", "dilation_rate", dilationRate, 3, 1);
        Sizes.onlyOneAboveOne("conv3d_transpose", strides, dilationRate);
        outputPadding =
                outputPadding == null
                        ? null
                        : Sizes.each("conv3d_transpose", "output_padding", outputPadding, 3, 0);
        Sizes.positive("conv3d_transpose", "filters", filters, "32");
        if (padding == Padding.CAUSAL) {
            throw new UserError(
                    "E132",
                    "conv3d_transpose takes padding same or valid, not causal.",
                    "Type: padding=same");
        }
        activation = Activations.orLinear(activation);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public Conv3DTranspose(int filters, List<Integer> kernelSize) {
        this(
                filters,
                kernelSize,
                List.of(1, 1, 1),
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                null,
                List.of(1, 1, 1),
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

    public Conv3DTranspose(int filters, int kernelSize) {
        this(filters, List.of(kernelSize));
    }

    public Conv3DTranspose withFilters(int filters) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withKernelSize(List<Integer> kernelSize) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withKernelSize(int... kernelSize) {
        return withKernelSize(Arguments.listOf(kernelSize));
    }

    public Conv3DTranspose withStrides(List<Integer> strides) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withStrides(int... strides) {
        return withStrides(Arguments.listOf(strides));
    }

    public Conv3DTranspose withPadding(Padding padding) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withDataFormat(DataFormat dataFormat) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withOutputPadding(@Nullable List<Integer> outputPadding) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withDilationRate(List<Integer> dilationRate) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withDilationRate(int... dilationRate) {
        return withDilationRate(Arguments.listOf(dilationRate));
    }

    public Conv3DTranspose withActivation(ActivationFunction activation) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public Conv3DTranspose withUseBias(boolean useBias) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withKernelInitializer(Initializer kernelInitializer) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public Conv3DTranspose withBiasInitializer(Initializer biasInitializer) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public Conv3DTranspose withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public Conv3DTranspose withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public Conv3DTranspose withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public Conv3DTranspose withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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

    public Conv3DTranspose withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    @Override
    public Conv3DTranspose withSettings(LayerSettings settings) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                outputPadding,
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
        Sizes.rank(scope, x, 5);
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
