package dev.kiln.initializers;

import dev.kiln.catalog.Doc;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Uniform within `sqrt(6 / fan in)`, for layers with relu.
///
/// Source: He et al. 2015, https://arxiv.org/abs/1502.01852
///
/// @param seed       its own seed; null for the model's
/// @param inputAxes  axes that count as inputs; null for all but the last
/// @param outputAxes axes that count as outputs; null for the last
@Doc("uniform within sqrt(6 / fan in)")
public record HeUniform(
        @Doc(value = "its own seed; none for the model's", example = "42") @Nullable Long seed,
        @Doc(value = "axes that count as inputs; none for all but the last", example = "[0]")
                @Nullable List<Integer> inputAxes,
        @Doc(value = "axes that count as outputs; none for the last", example = "[1]")
                @Nullable List<Integer> outputAxes)
        implements Initializer {
    public HeUniform {
        inputAxes = inputAxes == null ? null : List.copyOf(inputAxes);
        outputAxes = outputAxes == null ? null : List.copyOf(outputAxes);
    }

    public HeUniform() {
        this(null);
    }

    public HeUniform(@Nullable Long seed) {
        this(seed, null, null);
    }

    @Override
    public void fill(float[] values, Shape shape, CounterRandom random) {
        new VarianceScaling(
                        2,
                        VarianceScaling.Mode.FAN_IN,
                        VarianceScaling.Distribution.UNIFORM,
                        seed,
                        inputAxes,
                        outputAxes)
                .fill(values, shape, random);
    }
}
