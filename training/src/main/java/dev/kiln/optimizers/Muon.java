package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.InOrder;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Muon: the momentum of each matrix is made orthogonal by Newton-Schulz steps; all other parameters
/// are stepped by AdamW.
///
/// Source: Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/; scale of the step: Liu et al.
/// 2025, https://arxiv.org/abs/2502.16982.
/// Equal to `keras.optimizers.Muon` 3.x in names, defaults and values.
@Doc("orthogonal steps for matrices, adamw for the rest")
@InOrder({
    "learning_rate",
    "adam_beta_1",
    "adam_beta_2",
    "adam_weight_decay",
    "epsilon",
    "weight_decay",
    "clipnorm",
    "clipvalue",
    "global_clipnorm",
    "use_ema",
    "ema_momentum",
    "ema_overwrite_frequency",
    "loss_scale_factor",
    "gradient_accumulation_steps",
    "name"
})
public record Muon(
        @Doc(value = "size of a step, above 0, or a schedule", example = "0.01")
                Schedule learningRate,
        @Doc(
                        value = "beta_1 of the parameters that are no matrices",
                        example = "0.95",
                        name = "adam_beta_1")
                double adamBeta1,
        @Doc(
                        value = "beta_2 of the parameters that are no matrices",
                        example = "0.99",
                        name = "adam_beta_2")
                double adamBeta2,
        @Doc(
                        value =
                                "weight_decay of the parameters that are no matrices; none for none",
                        example = "0.01")
                @Nullable Double adamWeightDecay,
        @Doc(value = "added to the divisor, so that it is not 0; above 0", example = "1e-8")
                double epsilon,
        @Doc(
                        value = "regular expressions of weight paths that AdamW steps as well",
                        example = "[\"head\"]")
                List<String> excludeLayers,
        @Doc(value = "whether AdamW steps embeddings", example = "false") boolean excludeEmbeddings,
        @Doc(
                        value = "first number of the Newton-Schulz polynomial",
                        example = "3.4445",
                        name = "muon_a")
                double muonA,
        @Doc(
                        value = "second number of the Newton-Schulz polynomial",
                        example = "-4.775",
                        name = "muon_b")
                double muonB,
        @Doc(
                        value = "third number of the Newton-Schulz polynomial",
                        example = "2.0315",
                        name = "muon_c")
                double muonC,
        @Doc(
                        value = "AdamW's learning rate over Muon's, above 0",
                        example = "0.5",
                        name = "adam_lr_ratio")
                double adamLrRatio,
        @Doc(value = "how much of the last momentum is kept, in [0, 1)", example = "0.9")
                double momentum,
        @Doc(value = "Newton-Schulz steps, 1 or more", example = "6", name = "ns_steps")
                int nsSteps,
        @Doc(value = "whether the gradient is taken after the repeated move", example = "false")
                boolean nesterov,
        @Doc(
                        value = "scale of a matrix' step to AdamW's; none for none",
                        example = "0.3",
                        name = "rms_rate")
                @Nullable Double rmsRate,
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<Muon> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public Muon() {
        this(0.001);
    }

    public Muon(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public Muon(Schedule learningRate) {
        this(
                learningRate,
                0.9,
                0.999,
                0.004,
                1e-7,
                List.of(),
                true,
                3.4445,
                -4.775,
                2.0315,
                1,
                0.95,
                5,
                true,
                0.2,
                OptimizerSettings.DEFAULT.withWeightDecay(0.004));
    }

    public Muon withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public Muon withLearningRate(Schedule learningRate) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withAdamBeta1(double adamBeta1) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withAdamBeta2(double adamBeta2) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withAdamWeightDecay(@Nullable Double adamWeightDecay) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withEpsilon(double epsilon) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withExcludeLayers(List<String> excludeLayers) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withExcludeEmbeddings(boolean excludeEmbeddings) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withMuonA(double muonA) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withMuonB(double muonB) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withMuonC(double muonC) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withAdamLrRatio(double adamLrRatio) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withMomentum(double momentum) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withNsSteps(int nsSteps) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withNesterov(boolean nesterov) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    public Muon withRmsRate(@Nullable Double rmsRate) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    @Override
    public Muon withSettings(OptimizerSettings settings) {
        return new Muon(
                learningRate,
                adamBeta1,
                adamBeta2,
                adamWeightDecay,
                epsilon,
                excludeLayers,
                excludeEmbeddings,
                muonA,
                muonB,
                muonC,
                adamLrRatio,
                momentum,
                nsSteps,
                nesterov,
                rmsRate,
                settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return List.of(
                List.of(
                        Slot.zeros("momentum"),
                        Slot.zeros("velocity").only(this::isSteppedByAdam)));
    }

    @Override
    public boolean elementwise() {
        return false;
    }

    @Override
    public @Nullable Double weightDecay(Segment segment) {
        return isSteppedByAdam(segment) ? adamWeightDecay : settings.weightDecay();
    }

    private boolean isSteppedByAdam(Segment segment) {
        return segment.shape().rank() != 2
                || (excludeEmbeddings
                        && segment.path().toLowerCase(Locale.ROOT).contains("embedding"))
                || excludeLayers.stream()
                        .anyMatch(
                                keyword -> Pattern.compile(keyword).matcher(segment.path()).find());
    }

    /// Newton-Schulz: singular values near 1, the same singular vectors.
    private Tensor orthogonal(Tensor matrix) {
        boolean isTall = matrix.shape().get(0) > matrix.shape().get(1);
        Tensor x = isTall ? matrix.swap(0, 1) : matrix;
        x = x.dividedBy(x.square().sum().sqrt().plus(1e-7));
        for (int i = 0; i < nsSteps; i++) {
            Tensor square = x.matMul(x.swap(0, 1));
            Tensor polynomial = square.times(muonB).plus(square.times(muonC).matMul(square));
            x = x.times(muonA).plus(polynomial.matMul(x));
        }
        return isTall ? x.swap(0, 1) : x;
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        if (isSteppedByAdam(step.segment())) {
            Tensor rate = step.learningRate().times(adamLrRatio);
            return Moments.adamStep(
                    parameter, gradient, step, rate, adamBeta1, adamBeta2, epsilon, false);
        }
        Tensor kept = step.slot("momentum");
        Tensor velocity = step.slot("momentum", kept.plus(gradient.plus(kept.times(momentum - 1))));
        Tensor direction = nesterov ? gradient.plus(velocity.times(momentum)) : velocity;
        Tensor move = orthogonal(direction).times(step.learningRate());
        if (rmsRate != null) {
            int longest = Math.max(parameter.shape().get(0), parameter.shape().get(1));
            move = move.times(Math.sqrt(longest)).times(rmsRate);
        }
        return parameter.minus(move);
    }
}
