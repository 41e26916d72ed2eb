package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.constraints.Constraint;
import dev.kiln.constraints.Constraints;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.Initializers;
import dev.kiln.initializers.Ones;
import dev.kiln.initializers.Zeros;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.regularizers.Regularizers;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/// Brings each row's numbers along the axes to mean 0 and variance 1, then scales and moves them by trained weights
/// `gamma` and `beta` of the size of those axes.
///
/// Formula: `y = gamma * (x - mean) / sqrt(variance + epsilon) + beta`, with mean and variance of each row along
/// the axes.
///
/// Shapes: `[batch, …]` to `[batch, …]`; weights `gamma` and `beta` with the sizes of the axes.
///
/// Source: Ba et al. 2016, https://arxiv.org/abs/1607.06450
///
/// Equal to `keras.layers.LayerNormalization` in names, defaults and values.
///
/// @param axis             axes of a row that are taken together
/// @param epsilon          keeps divisions finite, above 0
/// @param center           whether beta is added
/// @param scale            whether the result is multiplied with gamma
/// @param betaInitializer  how the beta begins
/// @param gammaInitializer how the gamma begins
/// @param betaRegularizer  penalty on the beta; none for nothing
/// @param gammaRegularizer penalty on the gamma; none for nothing
/// @param betaConstraint   what the beta must satisfy after each step; none for nothing
/// @param gammaConstraint  what the gamma must satisfy after each step; none for nothing
@Doc("mean 0 and variance 1 within each row")
public record LayerNormalization(
        @Doc(value = "axes of a row that are taken together", example = "[1, 2]")
                List<Integer> axis,
        @Doc(value = "keeps divisions finite, above 0", example = "1e-5") double epsilon,
        @Doc(value = "whether beta is added", example = "false") boolean center,
        @Doc(value = "whether the result is multiplied with gamma", example = "false")
                boolean scale,
        @Doc(value = "how the beta begins", example = "he_normal") Initializer betaInitializer,
        @Doc(value = "how the gamma begins", example = "he_normal") Initializer gammaInitializer,
        @Doc(value = "penalty on the beta; none for nothing", example = "l2")
                @Nullable Regularizer betaRegularizer,
        @Doc(value = "penalty on the gamma; none for nothing", example = "l2")
                @Nullable Regularizer gammaRegularizer,
        @Doc(
                        value = "what the beta must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint betaConstraint,
        @Doc(
                        value = "what the gamma must satisfy after each step; none for nothing",
                        example = "max_norm")
                @Nullable Constraint gammaConstraint,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<LayerNormalization> {
    public LayerNormalization {
        axis = List.copyOf(axis);
    }

    public LayerNormalization() {
        this(
                List.of(-1),
                0.001,
                true,
                true,
                new Zeros(),
                new Ones(),
                null,
                null,
                null,
                null,
                LayerSettings.DEFAULT);
    }

    public LayerNormalization withAxis(List<Integer> axis) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    public LayerNormalization withAxis(int... axis) {
        return withAxis(Arguments.listOf(axis));
    }

    public LayerNormalization withEpsilon(double epsilon) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    public LayerNormalization withCenter(boolean center) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    public LayerNormalization withScale(boolean scale) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    public LayerNormalization withBetaInitializer(Initializer betaInitializer) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    public LayerNormalization withBetaInitializer(String betaInitializer) {
        return withBetaInitializer(Initializers.of(betaInitializer));
    }

    public LayerNormalization withGammaInitializer(Initializer gammaInitializer) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    public LayerNormalization withGammaInitializer(String gammaInitializer) {
        return withGammaInitializer(Initializers.of(gammaInitializer));
    }

    public LayerNormalization withBetaRegularizer(@Nullable Regularizer betaRegularizer) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    public LayerNormalization withBetaRegularizer(String betaRegularizer) {
        return withBetaRegularizer(Regularizers.of(betaRegularizer));
    }

    public LayerNormalization withGammaRegularizer(@Nullable Regularizer gammaRegularizer) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    public LayerNormalization withGammaRegularizer(String gammaRegularizer) {
        return withGammaRegularizer(Regularizers.of(gammaRegularizer));
    }

    public LayerNormalization withBetaConstraint(@Nullable Constraint betaConstraint) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    public LayerNormalization withBetaConstraint(String betaConstraint) {
        return withBetaConstraint(Constraints.of(betaConstraint));
    }

    public LayerNormalization withGammaConstraint(@Nullable Constraint gammaConstraint) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    public LayerNormalization withGammaConstraint(String gammaConstraint) {
        return withGammaConstraint(Constraints.of(gammaConstraint));
    }

    @Override
    public LayerNormalization withSettings(LayerSettings settings) {
        return new LayerNormalization(
                axis,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                settings);
    }

    @Override
    public boolean supportsMasking() {
        return true;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        int[] axes = Axes.of(scope, axis, x);
        Shape shape = new Shape(IntStream.of(axes).mapToObj(x.shape()::get).toList());
        Shape spread = Axes.along(x, axes);
        Tensor mean = x.meanKept(axes);
        Tensor centred = x.minus(mean);
        Tensor factor = centred.square().meanKept(axes).plus(epsilon).reciprocalSqrt();
        if (scale) {
            Tensor gamma =
                    scope.weight(
                            "gamma", shape, gammaInitializer, gammaRegularizer, gammaConstraint);
            factor = factor.times(gamma.reshape(spread));
        }
        Tensor result = centred.times(factor);
        if (center) {
            Tensor beta =
                    scope.weight("beta", shape, betaInitializer, betaRegularizer, betaConstraint);
            result = result.plus(beta.reshape(spread));
        }
        return result;
    }
}
