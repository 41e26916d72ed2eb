package dev.kiln.optimizers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.schedules.Schedule;
import dev.kiln.tensor.Shape;

import java.util.List;

/// Adafactor: the mean squared gradients of a matrix are kept as a row and a column.
///
/// Source: Shazeer & Stern 2018, https://arxiv.org/abs/1804.04235.
/// Equal to `keras.optimizers.Adafactor` 3.x in names, defaults and values.
@Doc("adam with row and column means instead of all mean squares")
public record Adafactor(
        @Doc(value = "size of a step, above 0, or a schedule", example = "0.01")
                Schedule learningRate,
        @Doc(
                        value = "power of the step in the mean squares' decay, below 0",
                        example = "-0.5",
                        name = "beta_2_decay")
                double beta2Decay,
        @Doc(value = "added to squared gradients, above 0", example = "1e-20", name = "epsilon_1")
                double epsilon1,
        @Doc(
                        value = "smallest root mean square of a weight array, above 0",
                        example = "0.01",
                        name = "epsilon_2")
                double epsilon2,
        @Doc(value = "largest root mean square of a step, above 0", example = "2")
                double clipThreshold,
        @Doc(value = "whether the rate is at most one over the root of the step", example = "false")
                boolean relativeStep,
        @Shared OptimizerSettings settings)
        implements Optimizer, CommonArguments<Adafactor> {
    /// Keras' defaults; help texts and golden tests read them from here.
    public Adafactor() {
        this(0.001);
    }

    public Adafactor(double learningRate) {
        this(Schedule.of(learningRate));
    }

    public Adafactor(Schedule learningRate) {
        this(learningRate, -0.8, 1e-30, 0.001, 1, true, OptimizerSettings.DEFAULT);
    }

    public Adafactor withLearningRate(double learningRate) {
        return withLearningRate(Schedule.of(learningRate));
    }

    public Adafactor withLearningRate(Schedule learningRate) {
        return new Adafactor(
                learningRate,
                beta2Decay,
                epsilon1,
                epsilon2,
                clipThreshold,
                relativeStep,
                settings);
    }

    public Adafactor withBeta2Decay(double beta2Decay) {
        return new Adafactor(
                learningRate,
                beta2Decay,
                epsilon1,
                epsilon2,
                clipThreshold,
                relativeStep,
                settings);
    }

    public Adafactor withEpsilon1(double epsilon1) {
        return new Adafactor(
                learningRate,
                beta2Decay,
                epsilon1,
                epsilon2,
                clipThreshold,
                relativeStep,
                settings);
    }

    public Adafactor withEpsilon2(double epsilon2) {
        return new Adafactor(
                learningRate,
                beta2Decay,
                epsilon1,
                epsilon2,
                clipThreshold,
                relativeStep,
                settings);
    }

    public Adafactor withClipThreshold(double clipThreshold) {
        return new Adafactor(
                learningRate,
                beta2Decay,
                epsilon1,
                epsilon2,
                clipThreshold,
                relativeStep,
                settings);
    }

    public Adafactor withRelativeStep(boolean relativeStep) {
        return new Adafactor(
                learningRate,
                beta2Decay,
                epsilon1,
                epsilon2,
                clipThreshold,
                relativeStep,
                settings);
    }

    @Override
    public Adafactor withSettings(OptimizerSettings settings) {
        return new Adafactor(
                learningRate,
                beta2Decay,
                epsilon1,
                epsilon2,
                clipThreshold,
                relativeStep,
                settings);
    }

    @Override
    public List<List<Slot>> slots() {
        return List.of(
                List.of(
                        Slot.zeros("row")
                                .shaped(shape -> shape.rank() < 2 ? Shape.of() : shape.without(-1)),
                        Slot.zeros("column")
                                .shaped(shape -> shape.rank() < 2 ? Shape.of() : shape.without(-2)),
                        Slot.zeros("velocity")));
    }

    @Override
    public boolean elementwise() {
        return false;
    }

    private static Tensor rootMeanSquare(Tensor x) {
        return x.square().mean().sqrt();
    }

    @Override
    public Tensor step(Tensor parameter, Tensor gradient, Step step) {
        Tensor count = step.count();
        Tensor limit = count.sqrt().reciprocal();
        Tensor rate = step.learningRate().minimum(limit);
        Tensor alpha = rootMeanSquare(parameter).maximum(epsilon2).times(rate);
        Tensor square = gradient.square().plus(epsilon1);
        Tensor kept = count.power(beta2Decay).subtractedFrom(1);
        Tensor fresh = kept.subtractedFrom(1);
        Tensor velocity;
        if (parameter.rank() < 2) {
            velocity = step.slot("velocity").times(kept).plus(square.times(fresh));
        } else {
            Tensor row =
                    step.slot(
                            "row", step.slot("row").times(kept).plus(square.mean(-1).times(fresh)));
            Tensor column =
                    step.slot(
                            "column",
                            step.slot("column").times(kept).plus(square.mean(-2).times(fresh)));
            velocity = row.dividedBy(row.meanKept(-1)).expand(-1).times(column.expand(-2));
        }
        step.slot("velocity", velocity);
        Tensor move = gradient.dividedBy(velocity.sqrt());
        Tensor clipped = move.dividedBy(rootMeanSquare(move).dividedBy(clipThreshold).maximum(1));
        return parameter.minus(clipped.times(alpha));
    }
}
