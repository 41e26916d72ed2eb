package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.constraints.Constraint;
import dev.kiln.constraints.Constraints;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.initializers.Initializer;
import dev.kiln.initializers.Initializers;
import dev.kiln.initializers.Ones;
import dev.kiln.initializers.Zeros;
import dev.kiln.regularizers.Regularizer;
import dev.kiln.regularizers.Regularizers;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// In training each channel is brought to mean 0 and variance 1 over the batch, and moving averages of both are
/// kept; otherwise those averages are used. Then trained weights `gamma` and `beta` scale and move it. A frozen
/// layer uses its averages in training too. Masked steps do not count.
///
/// Formula: `y = gamma * (x - mean) / sqrt(variance + epsilon) + beta`, with mean and (biased) variance of the
/// batch in training, where `moving = momentum * moving + (1 - momentum) * batch`, and with the moving ones in use.
///
/// Shapes: `[batch, …]` to `[batch, …]`; weights `gamma`, `beta`, `moving_mean`, `moving_variance`, each
/// `[channels]`, the size of `axis`.
///
/// Source: Ioffe & Szegedy 2015, https://arxiv.org/abs/1502.03167
///
/// Equal to `keras.layers.BatchNormalization` in names, defaults and values.
///
/// @param axis                      of the channels
/// @param momentum                  how much of the moving statistics is kept each step, 0 to 1
/// @param epsilon                   keeps divisions finite, above 0
/// @param center                    whether beta is added
/// @param scale                     whether the result is multiplied with gamma
/// @param betaInitializer           how the beta begins
/// @param gammaInitializer          how the gamma begins
/// @param movingMeanInitializer     how the moving mean begins
/// @param movingVarianceInitializer how the moving variance begins
/// @param betaRegularizer           penalty on the beta; none for nothing
/// @param gammaRegularizer          penalty on the gamma; none for nothing
/// @param betaConstraint            what the beta must satisfy after each step; none for nothing
/// @param gammaConstraint           what the gamma must satisfy after each step; none for nothing
/// @param renorm                    whether batches are brought to the moving averages in training
/// @param renormClipping            limits rmin, rmax and dmax of that correction
/// @param renormMomentum            how much of the averages for it is kept each step, 0 to 1
@Doc("each channel to mean 0 and variance 1 over the batch")
public record BatchNormalization(
        @Doc(value = "of the channels", example = "1") int axis,
        @Doc(value = "how much of the moving statistics is kept each step, 0 to 1", example = "0.9")
                double momentum,
        @Doc(value = "keeps divisions finite, above 0", example = "1e-5") double epsilon,
        @Doc(value = "whether beta is added", example = "false") boolean center,
        @Doc(value = "whether the result is multiplied with gamma", example = "false")
                boolean scale,
        @Doc(value = "how the beta begins", example = "he_normal") Initializer betaInitializer,
        @Doc(value = "how the gamma begins", example = "he_normal") Initializer gammaInitializer,
        @Doc(value = "how the moving mean begins", example = "he_normal")
                Initializer movingMeanInitializer,
        @Doc(value = "how the moving variance begins", example = "he_normal")
                Initializer movingVarianceInitializer,
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
        @Doc(
                        value = "whether batches are brought to the moving averages in training",
                        example = "true")
                boolean renorm,
        @Doc(value = "limits rmin, rmax and dmax of that correction", example = "{rmax: 3}")
                Map<String, Double> renormClipping,
        @Doc(value = "how much of the averages for it is kept each step, 0 to 1", example = "0.9")
                double renormMomentum,
        @Shared LayerSettings settings)
        implements Layer, LayerArguments<BatchNormalization> {
    public BatchNormalization {
        renormClipping = renormClipping == null ? Map.of() : Map.copyOf(renormClipping);
    }

    public BatchNormalization() {
        this(
                -1,
                0.99,
                0.001,
                true,
                true,
                new Zeros(),
                new Ones(),
                new Zeros(),
                new Ones(),
                null,
                null,
                null,
                null,
                false,
                Map.of(),
                0.99,
                LayerSettings.DEFAULT);
    }

    public BatchNormalization withAxis(int axis) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withMomentum(double momentum) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withEpsilon(double epsilon) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withCenter(boolean center) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withScale(boolean scale) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withBetaInitializer(Initializer betaInitializer) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withBetaInitializer(String betaInitializer) {
        return withBetaInitializer(Initializers.of(betaInitializer));
    }

    public BatchNormalization withGammaInitializer(Initializer gammaInitializer) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withGammaInitializer(String gammaInitializer) {
        return withGammaInitializer(Initializers.of(gammaInitializer));
    }

    public BatchNormalization withMovingMeanInitializer(Initializer movingMeanInitializer) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withMovingMeanInitializer(String movingMeanInitializer) {
        return withMovingMeanInitializer(Initializers.of(movingMeanInitializer));
    }

    public BatchNormalization withMovingVarianceInitializer(Initializer movingVarianceInitializer) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withMovingVarianceInitializer(String movingVarianceInitializer) {
        return withMovingVarianceInitializer(Initializers.of(movingVarianceInitializer));
    }

    public BatchNormalization withBetaRegularizer(@Nullable Regularizer betaRegularizer) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withBetaRegularizer(String betaRegularizer) {
        return withBetaRegularizer(Regularizers.of(betaRegularizer));
    }

    public BatchNormalization withGammaRegularizer(@Nullable Regularizer gammaRegularizer) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withGammaRegularizer(String gammaRegularizer) {
        return withGammaRegularizer(Regularizers.of(gammaRegularizer));
    }

    public BatchNormalization withBetaConstraint(@Nullable Constraint betaConstraint) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withBetaConstraint(String betaConstraint) {
        return withBetaConstraint(Constraints.of(betaConstraint));
    }

    public BatchNormalization withGammaConstraint(@Nullable Constraint gammaConstraint) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withGammaConstraint(String gammaConstraint) {
        return withGammaConstraint(Constraints.of(gammaConstraint));
    }

    public BatchNormalization withRenorm(boolean renorm) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withRenormClipping(Map<String, Double> renormClipping) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    public BatchNormalization withRenormMomentum(double renormMomentum) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    @Override
    public BatchNormalization withSettings(LayerSettings settings) {
        return new BatchNormalization(
                axis,
                momentum,
                epsilon,
                center,
                scale,
                betaInitializer,
                gammaInitializer,
                movingMeanInitializer,
                movingVarianceInitializer,
                betaRegularizer,
                gammaRegularizer,
                betaConstraint,
                gammaConstraint,
                renorm,
                renormClipping,
                renormMomentum,
                settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        Tensor x = inputs.getFirst().value();
        Tensor mask = inputs.getFirst().mask();
        int channelAxis = Axes.of(scope, axis, x);
        Shape shape = Shape.of(x.shape().get(channelAxis));
        Tensor gamma =
                scale
                        ? scope.weight(
                                "gamma", shape, gammaInitializer, gammaRegularizer, gammaConstraint)
                        : null;
        Tensor beta =
                center
                        ? scope.weight(
                                "beta", shape, betaInitializer, betaRegularizer, betaConstraint)
                        : null;
        var statistics = new Statistics(scope, shape);
        boolean ofBatch = scope.training() && scope.trainable();
        Shape spread = Axes.along(x, channelAxis);
        Tensor mean = statistics.mean.read().reshape(spread);
        Tensor variance = statistics.variance.read().reshape(spread);
        if (ofBatch) {
            int[] together = Axes.others(new int[] {channelAxis}, x.rank());
            mean = mean(x, mask, together);
            variance = mean(x.minus(mean).square(), mask, together);
            if (renorm) {
                var corrected =
                        statistics.correct(
                                mean.reshape(shape), variance.reshape(shape), gamma, beta);
                gamma = corrected.getFirst();
                beta = corrected.getLast();
            }
            statistics.update(mean.reshape(shape), variance.reshape(shape));
        }
        Tensor factor = variance.plus(epsilon).reciprocalSqrt();
        if (gamma != null) {
            factor = factor.times(gamma.reshape(spread));
        }
        Tensor result = x.minus(mean).times(factor);
        return List.of(new Signal(beta == null ? result : result.plus(beta.reshape(spread)), mask));
    }

    /// Over the steps that count; the axes stay with size 1.
    private static Tensor mean(Tensor x, @Nullable Tensor mask, int[] axes) {
        if (mask == null) {
            return x.meanKept(axes);
        }
        Tensor counts = mask;
        while (counts.rank() < x.rank()) {
            counts = counts.expand(-1);
        }
        counts = counts.broadcast(x.shape());
        // 1e-7 is Keras' guard against a batch in which nothing counts.
        return counts.times(x).sumKept(axes).dividedBy(counts.sumKept(axes).plus(1e-7));
    }

    /// The moving averages, in Keras' order.
    private final class Statistics {
        private final State mean;
        private final State variance;
        private final @Nullable State deviation;
        private final @Nullable State renormMean;
        private final @Nullable State renormDeviation;

        Statistics(Scope scope, Shape shape) {
            var role = Variable.Role.STATISTIC;
            Initializer root =
                    (values, size, random) -> {
                        movingVarianceInitializer.fill(values, size, random);
                        for (int i = 0; i < values.length; i++) {
                            values[i] = (float) Math.sqrt(values[i]);
                        }
                    };
            mean = scope.state("moving_mean", shape, movingMeanInitializer, role);
            variance = scope.state("moving_variance", shape, movingVarianceInitializer, role);
            deviation = renorm ? scope.state("moving_stddev", shape, root, role) : null;
            renormMean =
                    renorm ? scope.state("renorm_mean", shape, movingMeanInitializer, role) : null;
            renormDeviation = renorm ? scope.state("renorm_stddev", shape, root, role) : null;
        }

        void update(Tensor batchMean, Tensor batchVariance) {
            move(mean, batchMean, momentum);
            if (deviation == null || renormMean == null || renormDeviation == null) {
                move(variance, batchVariance, momentum);
                return;
            }
            Tensor batchDeviation = batchVariance.plus(epsilon).sqrt();
            move(renormMean, batchMean, renormMomentum);
            move(renormDeviation, batchDeviation, renormMomentum);
            move(deviation, batchDeviation, momentum);
            variance.update(deviation.read().square().minus(epsilon).relu());
        }

        private static void move(State state, Tensor towards, double momentum) {
            state.update(
                    state.read().times(momentum).plus(towards.stopGradient().times(1 - momentum)));
        }

        /// Gamma and beta that bring the batch to the moving averages (Ioffe 2017, https://arxiv.org/abs/1702.03275).
        List<Tensor> correct(
                Tensor batchMean,
                Tensor batchVariance,
                @Nullable Tensor gamma,
                @Nullable Tensor beta) {
            Tensor batchDeviation = batchVariance.plus(epsilon).sqrt();
            Tensor longDeviation =
                    Objects.requireNonNull(renormDeviation).read().maximum(Math.sqrt(epsilon));
            Tensor ratio = batchDeviation.dividedBy(longDeviation);
            Tensor shift =
                    batchMean
                            .minus(Objects.requireNonNull(renormMean).read())
                            .dividedBy(longDeviation);
            if (renormClipping.containsKey("rmin")) {
                ratio = ratio.maximum(renormClipping.get("rmin"));
            }
            if (renormClipping.containsKey("rmax")) {
                ratio = ratio.minimum(renormClipping.get("rmax"));
            }
            if (renormClipping.containsKey("dmax")) {
                shift = shift.clip(-renormClipping.get("dmax"), renormClipping.get("dmax"));
            }
            ratio = ratio.stopGradient();
            shift = shift.stopGradient();
            Tensor newGamma = gamma == null ? ratio : ratio.times(gamma);
            Tensor newBeta = gamma == null ? shift : shift.times(gamma);
            return List.of(newGamma, beta == null ? newBeta : newBeta.plus(beta));
        }
    }
}
