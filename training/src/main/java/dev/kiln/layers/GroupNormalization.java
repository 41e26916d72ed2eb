package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
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

/// Brings the numbers of each group of channels of a row to mean 0 and variance 1, then scales and moves each
/// channel by trained weights `gamma` and `beta`.
///
/// Formula: `y = gamma * (x - mean) / sqrt(variance + epsilon) + beta`, with mean and variance of each row over a
/// group of channels and all other axes.
///
/// Shapes: `[batch, …]` to `[batch, …]`; weights `gamma` and `beta`, each `[channels]`, the size of `axis`.
///
/// Source: Wu & He 2018, https://arxiv.org/abs/1803.08494
///
/// Equal to `keras.layers.GroupNormalization` in names, defaults and values.
///
/// @param groups           groups of channels; -1 for one a channel
/// @param axis             of the channels
/// @param epsilon          keeps divisions finite, above 0
/// @param center           whether beta is added
/// @param scale            whether the result is multiplied with gamma
/// @param betaInitializer  how the beta begins
/// @param gammaInitializer how the gamma begins
/// @param betaRegularizer  penalty on the beta; none for nothing
/// @param gammaRegularizer penalty on the gamma; none for nothing
/// @param betaConstraint   what the beta must satisfy after each step; none for nothing
/// @param gammaConstraint  what the gamma must satisfy after each step; none for nothing
@Doc("mean 0 and variance 1 within groups of channels")
public record GroupNormalization(
        @Doc(value = "groups of channels; -1 for one a channel", example = "8") int groups,
        @Doc(value = "of the channels", example = "1") int axis,
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
        implements Formula, LayerArguments<GroupNormalization> {
    public GroupNormalization {
        if (groups < 1 && groups != -1) {
            throw new UserError(
                    "E132",
                    "groups=" + groups + " of group_normalization must be 1 or more, or -1.",
                    "Type: groups=8");
        }
    }

    public GroupNormalization() {
        this(
                32,
                -1,
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

    public GroupNormalization(int groups) {
        this(
                groups,
                -1,
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

    public GroupNormalization withGroups(int groups) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withAxis(int axis) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withEpsilon(double epsilon) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withCenter(boolean center) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withScale(boolean scale) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withBetaInitializer(Initializer betaInitializer) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withBetaInitializer(String betaInitializer) {
        return withBetaInitializer(Initializers.of(betaInitializer));
    }

    public GroupNormalization withGammaInitializer(Initializer gammaInitializer) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withGammaInitializer(String gammaInitializer) {
        return withGammaInitializer(Initializers.of(gammaInitializer));
    }

    public GroupNormalization withBetaRegularizer(@Nullable Regularizer betaRegularizer) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withBetaRegularizer(String betaRegularizer) {
        return withBetaRegularizer(Regularizers.of(betaRegularizer));
    }

    public GroupNormalization withGammaRegularizer(@Nullable Regularizer gammaRegularizer) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withGammaRegularizer(String gammaRegularizer) {
        return withGammaRegularizer(Regularizers.of(gammaRegularizer));
    }

    public GroupNormalization withBetaConstraint(@Nullable Constraint betaConstraint) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withBetaConstraint(String betaConstraint) {
        return withBetaConstraint(Constraints.of(betaConstraint));
    }

    public GroupNormalization withGammaConstraint(@Nullable Constraint gammaConstraint) {
        return new GroupNormalization(
                groups,
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

    public GroupNormalization withGammaConstraint(String gammaConstraint) {
        return withGammaConstraint(Constraints.of(gammaConstraint));
    }

    @Override
    public GroupNormalization withSettings(LayerSettings settings) {
        return new GroupNormalization(
                groups,
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
        int channelAxis = Axes.of(scope, axis, x);
        int channels = x.shape().get(channelAxis);
        int parts = groups == -1 ? channels : groups;
        if (parts > channels || channels % parts != 0) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " cannot cut "
                            + channels
                            + " channels into "
                            + parts
                            + " equal groups.",
                    "Type: groups=" + divisor(channels, parts));
        }
        Tensor centred = x.minus(mean(x, channelAxis, parts));
        Tensor factor = mean(centred.square(), channelAxis, parts).plus(epsilon).reciprocalSqrt();
        Tensor result = centred.times(factor);
        Shape spread = Axes.along(x, channelAxis);
        if (scale) {
            result =
                    result.times(
                            scope.weight(
                                            "gamma",
                                            Shape.of(channels),
                                            gammaInitializer,
                                            gammaRegularizer,
                                            gammaConstraint)
                                    .reshape(spread));
        }
        if (center) {
            result =
                    result.plus(
                            scope.weight(
                                            "beta",
                                            Shape.of(channels),
                                            betaInitializer,
                                            betaRegularizer,
                                            betaConstraint)
                                    .reshape(spread));
        }
        return result;
    }

    /// The mean of each row's group, for each of its channels. Places come first: so whole rows of channels are added up,
    /// and only the few sums are cut into groups.
    private static Tensor mean(Tensor x, int channelAxis, int parts) {
        int[] places = Axes.others(new int[] {0, channelAxis}, x.rank());
        Tensor channels = places.length == 0 ? x : x.meanKept(places);
        int together = x.shape().get(channelAxis) / parts;
        Shape kept = channels.shape().with(channelAxis, parts);
        return channels.reshape(kept.inserted(channelAxis + 1, together))
                .mean(channelAxis + 1)
                .repeatEach(channelAxis, together);
    }

    private static int divisor(int channels, int wanted) {
        int divisor = Math.min(wanted, channels);
        while (channels % divisor != 0) {
            divisor--;
        }
        return divisor;
    }
}
