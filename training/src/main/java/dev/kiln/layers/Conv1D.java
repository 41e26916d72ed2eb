package dev.kiln.layers;

import dev.kiln.activations.ActivationFunction;
import dev.kiln.activations.Activations;
import dev.kiln.activations.Linear;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
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

/// Filters slide over time of a sequence: each output number is a filter's sum over the window, plus a bias.
///
/// Formula: `y[t, f] = activation(sum over a, c of x[t * strides + a * dilation_rate, c] * kernel[a, c, f] +
/// bias[f])`.
///
/// Shapes: `[batch, time, channels]` to `[batch, new_time, filters]`, with `channels_first` the channels before the
/// other axes; with padding valid each new size is `(size - dilation_rate * (kernel_size - 1) - 1) / strides + 1`
/// rounded down, with same `size / strides` rounded up, with causal as with same; weights `kernel [window, channels
/// / groups, filters]`, `bias [filters]`.
///
/// Equal to `keras.layers.Conv1D` in names, defaults and values.
///
/// @param filters           how many channels come out, above 0
/// @param kernelSize        size of the window along each axis; one number for all
/// @param strides           steps between two positions along each axis; one number for all
/// @param padding           valid: the window stays inside; same: as many positions as the input has, over the stride; causal: nothing later is seen
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
@Doc(value = "filters slide over time", example = "conv1d 32 3 relu")
public record Conv1D(
        @Doc(value = "how many channels come out, above 0", example = "32") int filters,
        @Doc(value = "size of the window along each axis; one number for all", example = "3")
                List<Integer> kernelSize,
        @Doc(
                        value = "steps between two positions along each axis; one number for all",
                        example = "2")
                List<Integer> strides,
        @Doc(
                        value =
                                "valid: the window stays inside; same: as many positions as the input has, over the stride; causal: nothing later is seen",
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
        implements Formula, LayerArguments<Conv1D> {
    public Conv1D {
        kernelSize = Sizes.each("conv1d", "kernel_size", kernelSize, 1, 1);
        strides = Sizes.each("conv1d", "strides", strides, 1, 1);
        dilationRate = Sizes.each("conv1d", "dilation_rate", dilationRate, 1, 1);
        Sizes.onlyOneAboveOne("conv1d", strides, dilationRate);
        Sizes.positive("conv1d", "filters", filters, "32");
        Sizes.positive("conv1d", "groups", groups, "1");
        activation = Activations.orLinear(activation);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public Conv1D(int filters, List<Integer> kernelSize) {
        this(
                filters,
                kernelSize,
                List.of(1),
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                List.of(1),
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

    public Conv1D(int filters, List<Integer> kernelSize, String activation) {
        this(
                filters,
                kernelSize,
                List.of(1),
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                List.of(1),
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

    public Conv1D(int filters, int kernelSize) {
        this(filters, List.of(kernelSize));
    }

    public Conv1D(int filters, int kernelSize, String activation) {
        this(filters, List.of(kernelSize), activation);
    }

    public Conv1D withFilters(int filters) {
        return new Conv1D(
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

    public Conv1D withKernelSize(List<Integer> kernelSize) {
        return new Conv1D(
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

    public Conv1D withKernelSize(int... kernelSize) {
        return withKernelSize(Arguments.listOf(kernelSize));
    }

    public Conv1D withStrides(List<Integer> strides) {
        return new Conv1D(
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

    public Conv1D withStrides(int... strides) {
        return withStrides(Arguments.listOf(strides));
    }

    public Conv1D withPadding(Padding padding) {
        return new Conv1D(
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

    public Conv1D withDataFormat(DataFormat dataFormat) {
        return new Conv1D(
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

    public Conv1D withDilationRate(List<Integer> dilationRate) {
        return new Conv1D(
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

    public Conv1D withDilationRate(int... dilationRate) {
        return withDilationRate(Arguments.listOf(dilationRate));
    }

    public Conv1D withGroups(int groups) {
        return new Conv1D(
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

    public Conv1D withActivation(ActivationFunction activation) {
        return new Conv1D(
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

    public Conv1D withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public Conv1D withUseBias(boolean useBias) {
        return new Conv1D(
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

    public Conv1D withKernelInitializer(Initializer kernelInitializer) {
        return new Conv1D(
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

    public Conv1D withKernelInitializer(String kernelInitializer) {
        return withKernelInitializer(Initializers.of(kernelInitializer));
    }

    public Conv1D withBiasInitializer(Initializer biasInitializer) {
        return new Conv1D(
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

    public Conv1D withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public Conv1D withKernelRegularizer(@Nullable Regularizer kernelRegularizer) {
        return new Conv1D(
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

    public Conv1D withKernelRegularizer(String kernelRegularizer) {
        return withKernelRegularizer(Regularizers.of(kernelRegularizer));
    }

    public Conv1D withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new Conv1D(
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

    public Conv1D withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public Conv1D withKernelConstraint(@Nullable Constraint kernelConstraint) {
        return new Conv1D(
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

    public Conv1D withKernelConstraint(String kernelConstraint) {
        return withKernelConstraint(Constraints.of(kernelConstraint));
    }

    public Conv1D withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new Conv1D(
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

    public Conv1D withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    @Override
    public Conv1D withSettings(LayerSettings settings) {
        return new Conv1D(
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
        Sizes.rank(scope, x, 3);
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
