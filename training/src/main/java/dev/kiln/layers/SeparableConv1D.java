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

/// A convolution in two steps: filters for each channel of a sequence, then a mix of the channels at each place.
///
/// Formula: `y[…, f] = activation(sum over k of z[…, k] * pointwise_kernel[k, f] + bias[f])`, where z is the
/// depthwise convolution of x with `depthwise_kernel`.
///
/// Shapes: `[batch, time, channels]` to `[batch, new_time, filters]`, with `channels_first` the channels before the
/// other axes; with padding valid each new size is `(size - dilation_rate * (kernel_size - 1) - 1) / strides + 1`
/// rounded down, with same `size / strides` rounded up; weights `depthwise_kernel [window, channels,
/// depth_multiplier]`, `pointwise_kernel [1…, channels * depth_multiplier, filters]`, `bias [filters]`.
///
/// Source: Chollet 2016, https://arxiv.org/abs/1610.02357
///
/// Equal to `keras.layers.SeparableConv1D` in names, defaults and values.
///
/// @param filters              how many channels come out, above 0
/// @param kernelSize           size of the window along each axis; one number for all
/// @param strides              steps between two positions along each axis; one number for all
/// @param padding              valid: the window stays inside; same: as many positions as the input has, over the stride
/// @param dataFormat           where the channels stand
/// @param dilationRate         distance between two neighbours inside the window along each axis
/// @param depthMultiplier      how many channels come out for each that goes in
/// @param activation           what the result goes through; none for nothing
/// @param useBias              whether a bias is added
/// @param depthwiseInitializer how the depthwise begins
/// @param pointwiseInitializer how the pointwise begins
/// @param biasInitializer      how the bias begins
/// @param depthwiseRegularizer penalty on the depthwise; none for nothing
/// @param pointwiseRegularizer penalty on the pointwise; none for nothing
/// @param biasRegularizer      penalty on the bias; none for nothing
/// @param depthwiseConstraint  what the depthwise must satisfy after each step; none for nothing
/// @param pointwiseConstraint  what the pointwise must satisfy after each step; none for nothing
/// @param biasConstraint       what the bias must satisfy after each step; none for nothing
@Doc("filters for each channel, then a mix of the channels")
public record SeparableConv1D(
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
        @Doc(value = "how many channels come out for each that goes in", example = "2")
                int depthMultiplier,
        @Doc(value = "what the result goes through; none for nothing", example = "relu")
                ActivationFunction activation,
        @Doc(value = "whether a bias is added", example = "false") boolean useBias,
        @Doc(value = "how the depthwise begins", example = "he_normal")
                Initializer depthwiseInitializer,
        @Doc(value = "how the pointwise begins", example = "he_normal")
                Initializer pointwiseInitializer,
        @Doc(value = "how the bias begins", example = "he_normal") Initializer biasInitializer,
        @Doc(value = "penalty on the depthwise; none for nothing", example = "l2")
                @Nullable Regularizer depthwiseRegularizer,
        @Doc(value = "penalty on the pointwise; none for nothing", example = "l2")
                @Nullable Regularizer pointwiseRegularizer,
        @Doc(value = "penalty on the bias; none for nothing", example = "l2")
                @Nullable Regularizer biasRegularizer,
        @Doc(
                        value = "what the depthwise must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint depthwiseConstraint,
        @Doc(
                        value = "what the pointwise must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint pointwiseConstraint,
        @Doc(
                        value = "what the bias must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint biasConstraint,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<SeparableConv1D> {
    public SeparableConv1D {
        kernelSize = Sizes.each("separable_conv1d", "kernel_size", kernelSize, 1, 1);
        strides = Sizes.each("separable_conv1d", "strides", strides, 1, 1);
        dilationRate = Sizes.each("separable_conv1d", "dilation_rate", dilationRate, 1, 1);
        Padding.notCausal("separable_conv1d", padding);
        Sizes.positive("separable_conv1d", "filters", filters, "32");
        Sizes.positive("separable_conv1d", "depth_multiplier", depthMultiplier, "1");
        activation = Activations.orLinear(activation);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public SeparableConv1D(int filters, List<Integer> kernelSize) {
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
                new GlorotUniform(),
                new Zeros(),
                null,
                null,
                null,
                null,
                null,
                null,
                LayerSettings.DEFAULT);
    }

    public SeparableConv1D(int filters, int kernelSize) {
        this(filters, List.of(kernelSize));
    }

    public SeparableConv1D withFilters(int filters) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withKernelSize(List<Integer> kernelSize) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withKernelSize(int... kernelSize) {
        return withKernelSize(Arguments.listOf(kernelSize));
    }

    public SeparableConv1D withStrides(List<Integer> strides) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withStrides(int... strides) {
        return withStrides(Arguments.listOf(strides));
    }

    public SeparableConv1D withPadding(Padding padding) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withDataFormat(DataFormat dataFormat) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withDilationRate(List<Integer> dilationRate) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withDilationRate(int... dilationRate) {
        return withDilationRate(Arguments.listOf(dilationRate));
    }

    public SeparableConv1D withDepthMultiplier(int depthMultiplier) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withActivation(ActivationFunction activation) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public SeparableConv1D withUseBias(boolean useBias) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withDepthwiseInitializer(Initializer depthwiseInitializer) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withDepthwiseInitializer(String depthwiseInitializer) {
        return withDepthwiseInitializer(Initializers.of(depthwiseInitializer));
    }

    public SeparableConv1D withPointwiseInitializer(Initializer pointwiseInitializer) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withPointwiseInitializer(String pointwiseInitializer) {
        return withPointwiseInitializer(Initializers.of(pointwiseInitializer));
    }

    public SeparableConv1D withBiasInitializer(Initializer biasInitializer) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public SeparableConv1D withDepthwiseRegularizer(@Nullable Regularizer depthwiseRegularizer) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withDepthwiseRegularizer(String depthwiseRegularizer) {
        return withDepthwiseRegularizer(Regularizers.of(depthwiseRegularizer));
    }

    public SeparableConv1D withPointwiseRegularizer(@Nullable Regularizer pointwiseRegularizer) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withPointwiseRegularizer(String pointwiseRegularizer) {
        return withPointwiseRegularizer(Regularizers.of(pointwiseRegularizer));
    }

    public SeparableConv1D withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public SeparableConv1D withDepthwiseConstraint(@Nullable Constraint depthwiseConstraint) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withDepthwiseConstraint(String depthwiseConstraint) {
        return withDepthwiseConstraint(Constraints.of(depthwiseConstraint));
    }

    public SeparableConv1D withPointwiseConstraint(@Nullable Constraint pointwiseConstraint) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withPointwiseConstraint(String pointwiseConstraint) {
        return withPointwiseConstraint(Constraints.of(pointwiseConstraint));
    }

    public SeparableConv1D withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    public SeparableConv1D withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    @Override
    public SeparableConv1D withSettings(LayerSettings settings) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                strides,
                padding,
                dataFormat,
                dilationRate,
                depthMultiplier,
                activation,
                useBias,
                depthwiseInitializer,
                pointwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                pointwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                pointwiseConstraint,
                biasConstraint,
                settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 3);
        Tensor last = dataFormat.toLast(x);
        int channels = last.shape().last();
        Shape shape = new Shape(kernelSize).concat(Shape.of(channels, depthMultiplier));
        Tensor depthwise =
                scope.weight(
                        "depthwise_kernel",
                        shape,
                        depthwiseInitializer,
                        depthwiseRegularizer,
                        depthwiseConstraint);
        Shape mix = Shape.of(1, channels * depthMultiplier, filters);
        Tensor pointwise =
                scope.weight(
                        "pointwise_kernel",
                        mix,
                        pointwiseInitializer,
                        pointwiseRegularizer,
                        pointwiseConstraint);
        Tensor each =
                new Sliding(padding, kernelSize, strides, dilationRate)
                        .convolveEach(scope, last, depthwise);
        Tensor result = each.matMul(pointwise.reshape(channels * depthMultiplier, filters));
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
