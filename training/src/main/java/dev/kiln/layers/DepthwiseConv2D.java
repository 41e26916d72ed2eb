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

/// Each channel of an image has filters of its own: `depthMultiplier` output channels for each input channel.
///
/// Formula: `y[i, j, c * depth_multiplier + m] = activation(sum over a, b of x[i * strides + a * dilation_rate, j *
/// strides + b * dilation_rate, c] * kernel[a, b, c, m] + bias[c * depth_multiplier + m])`.
///
/// Shapes: `[batch, rows, columns, channels]` to `[batch, new_rows, new_columns, channels * depth_multiplier]`,
/// with `channels_first` the channels before the other axes; with padding valid each new size is `(size -
/// dilation_rate * (kernel_size - 1) - 1) / strides + 1` rounded down, with same `size / strides` rounded up;
/// weights `kernel [window_rows, window_columns, channels, depth_multiplier]`, `bias [channels *
/// depth_multiplier]`.
///
/// Source: Chollet 2016, https://arxiv.org/abs/1610.02357
///
/// Equal to `keras.layers.DepthwiseConv2D` in names, defaults and values.
///
/// @param kernelSize           size of the window along each axis; one number for all
/// @param strides              steps between two positions along each axis; one number for all
/// @param padding              valid: the window stays inside; same: as many positions as the input has, over the stride
/// @param depthMultiplier      how many channels come out for each that goes in
/// @param dataFormat           where the channels stand
/// @param dilationRate         distance between two neighbours inside the window along each axis
/// @param activation           what the result goes through; none for nothing
/// @param useBias              whether a bias is added
/// @param depthwiseInitializer how the depthwise begins
/// @param biasInitializer      how the bias begins
/// @param depthwiseRegularizer penalty on the depthwise; none for nothing
/// @param biasRegularizer      penalty on the bias; none for nothing
/// @param depthwiseConstraint  what the depthwise must satisfy after each step; none for nothing
/// @param biasConstraint       what the bias must satisfy after each step; none for nothing
@Doc("each channel has filters of its own")
public record DepthwiseConv2D(
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
        @Doc(value = "how many channels come out for each that goes in", example = "2")
                int depthMultiplier,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Doc(
                        value = "distance between two neighbours inside the window along each axis",
                        example = "2")
                List<Integer> dilationRate,
        @Doc(value = "what the result goes through; none for nothing", example = "relu")
                ActivationFunction activation,
        @Doc(value = "whether a bias is added", example = "false") boolean useBias,
        @Doc(value = "how the depthwise begins", example = "he_normal")
                Initializer depthwiseInitializer,
        @Doc(value = "how the bias begins", example = "he_normal") Initializer biasInitializer,
        @Doc(value = "penalty on the depthwise; none for nothing", example = "l2")
                @Nullable Regularizer depthwiseRegularizer,
        @Doc(value = "penalty on the bias; none for nothing", example = "l2")
                @Nullable Regularizer biasRegularizer,
        @Doc(
                        value = "what the depthwise must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint depthwiseConstraint,
        @Doc(
                        value = "what the bias must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint biasConstraint,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<DepthwiseConv2D> {
    public DepthwiseConv2D {
        kernelSize = Sizes.each("depthwise_conv2d", "kernel_size", kernelSize, 2, 1);
        strides = Sizes.each("depthwise_conv2d", "strides", strides, 2, 1);
        dilationRate = Sizes.each("depthwise_conv2d", "dilation_rate", dilationRate, 2, 1);
        Padding.notCausal("depthwise_conv2d", padding);
        Sizes.positive("depthwise_conv2d", "depth_multiplier", depthMultiplier, "1");
        activation = Activations.orLinear(activation);
        dataFormat = DataFormat.orLast(dataFormat);
    }

    public DepthwiseConv2D(List<Integer> kernelSize) {
        this(
                kernelSize,
                List.of(1, 1),
                Padding.VALID,
                1,
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

    public DepthwiseConv2D(int kernelSize) {
        this(List.of(kernelSize));
    }

    public DepthwiseConv2D withKernelSize(List<Integer> kernelSize) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withKernelSize(int... kernelSize) {
        return withKernelSize(Arguments.listOf(kernelSize));
    }

    public DepthwiseConv2D withStrides(List<Integer> strides) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withStrides(int... strides) {
        return withStrides(Arguments.listOf(strides));
    }

    public DepthwiseConv2D withPadding(Padding padding) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withDepthMultiplier(int depthMultiplier) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withDataFormat(DataFormat dataFormat) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withDilationRate(List<Integer> dilationRate) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withDilationRate(int... dilationRate) {
        return withDilationRate(Arguments.listOf(dilationRate));
    }

    public DepthwiseConv2D withActivation(ActivationFunction activation) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withActivation(String activation) {
        return withActivation(Activations.of(activation));
    }

    public DepthwiseConv2D withUseBias(boolean useBias) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withDepthwiseInitializer(Initializer depthwiseInitializer) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withDepthwiseInitializer(String depthwiseInitializer) {
        return withDepthwiseInitializer(Initializers.of(depthwiseInitializer));
    }

    public DepthwiseConv2D withBiasInitializer(Initializer biasInitializer) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withBiasInitializer(String biasInitializer) {
        return withBiasInitializer(Initializers.of(biasInitializer));
    }

    public DepthwiseConv2D withDepthwiseRegularizer(@Nullable Regularizer depthwiseRegularizer) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withDepthwiseRegularizer(String depthwiseRegularizer) {
        return withDepthwiseRegularizer(Regularizers.of(depthwiseRegularizer));
    }

    public DepthwiseConv2D withBiasRegularizer(@Nullable Regularizer biasRegularizer) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withBiasRegularizer(String biasRegularizer) {
        return withBiasRegularizer(Regularizers.of(biasRegularizer));
    }

    public DepthwiseConv2D withDepthwiseConstraint(@Nullable Constraint depthwiseConstraint) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withDepthwiseConstraint(String depthwiseConstraint) {
        return withDepthwiseConstraint(Constraints.of(depthwiseConstraint));
    }

    public DepthwiseConv2D withBiasConstraint(@Nullable Constraint biasConstraint) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    public DepthwiseConv2D withBiasConstraint(String biasConstraint) {
        return withBiasConstraint(Constraints.of(biasConstraint));
    }

    @Override
    public DepthwiseConv2D withSettings(LayerSettings settings) {
        return new DepthwiseConv2D(
                kernelSize,
                strides,
                padding,
                depthMultiplier,
                dataFormat,
                dilationRate,
                activation,
                useBias,
                depthwiseInitializer,
                biasInitializer,
                depthwiseRegularizer,
                biasRegularizer,
                depthwiseConstraint,
                biasConstraint,
                settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 4);
        Tensor last = dataFormat.toLast(x);
        int channels = last.shape().last();
        Shape shape = new Shape(kernelSize).concat(Shape.of(channels, depthMultiplier));
        Tensor kernel =
                scope.weight(
                        "kernel",
                        shape,
                        depthwiseInitializer,
                        depthwiseRegularizer,
                        depthwiseConstraint);
        Tensor result =
                new Sliding(padding, kernelSize, strides, dilationRate)
                        .convolveEach(scope, last, kernel);
        if (useBias) {
            Shape all = Shape.of(channels * depthMultiplier);
            result =
                    result.plus(
                            scope.weight(
                                    "bias", all, biasInitializer, biasRegularizer, biasConstraint));
        }
        return activation.apply(dataFormat.fromLast(result));
    }
}
