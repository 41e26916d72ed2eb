package dev.kiln.checks;

import dev.kiln.losses.BinaryCrossentropy;
import dev.kiln.losses.BinaryFocalCrossentropy;
import dev.kiln.losses.CategoricalCrossentropy;
import dev.kiln.losses.CategoricalFocalCrossentropy;
import dev.kiln.losses.Huber;
import dev.kiln.losses.LogCosh;
import dev.kiln.losses.Loss;
import dev.kiln.losses.MeanAbsoluteError;
import dev.kiln.losses.MeanSquaredError;
import dev.kiln.losses.SparseCategoricalCrossentropy;
import dev.kiln.losses.Task;
import dev.kiln.tensor.Shape;

import java.util.List;
import java.util.Optional;

/// One output of a model with what it is to learn, as far as the checks look at it.
///
/// @param dialect    in which remedies are written
/// @param data       the data as typed, for example `iris`
/// @param optimizer  as typed, for example `adam` or `new Adam(0.01)`
/// @param loss       what training makes small
/// @param metrics    as typed
/// @param ending     the model's last layer
/// @param labels     what is known of the labels; none before there is data
/// @param probe      what a forward pass showed; none before there is data
/// @param inputIsLabel whether the labels are the inputs, as in an autoencoder
public record Setup(
        Dialect dialect,
        String data,
        String optimizer,
        Loss loss,
        List<String> metrics,
        Ending ending,
        Optional<LabelFacts> labels,
        Optional<Probe> probe,
        boolean inputIsLabel) {
    public Setup {
        metrics = List.copyOf(metrics);
    }

    /// With what a forward pass showed.
    public Setup withProbe(Probe seen) {
        return new Setup(
                dialect,
                data,
                optimizer,
                loss,
                metrics,
                ending,
                labels,
                Optional.of(seen),
                inputIsLabel);
    }

    String lossName() {
        return Dialect.name(loss);
    }

    boolean isBinary() {
        return loss instanceof BinaryCrossentropy || loss instanceof BinaryFocalCrossentropy;
    }

    boolean isSparse() {
        return loss instanceof SparseCategoricalCrossentropy;
    }

    boolean isOneHotLoss() {
        return loss instanceof CategoricalCrossentropy
                || loss instanceof CategoricalFocalCrossentropy;
    }

    boolean isCrossentropy() {
        return isBinary() || isSparse() || isOneHotLoss();
    }

    /// Losses of numbers that are often taken for classes by mistake.
    boolean isForNumbers() {
        return loss instanceof MeanSquaredError
                || loss instanceof MeanAbsoluteError
                || loss instanceof Huber
                || loss instanceof LogCosh;
    }

    boolean fromLogits() {
        return switch (loss) {
            case BinaryCrossentropy binary -> binary.fromLogits();
            case BinaryFocalCrossentropy focal -> focal.fromLogits();
            case CategoricalCrossentropy oneHot -> oneHot.fromLogits();
            case CategoricalFocalCrossentropy focal -> focal.fromLogits();
            case SparseCategoricalCrossentropy sparse -> sparse.fromLogits();
            default -> false;
        };
    }

    int units() {
        return ending.units();
    }

    /// Whether labels are one class number beside several predictions.
    boolean labelsAreClassNumbers() {
        return labels.filter(facts -> task(facts) == Task.CLASS_NUMBERS && facts.isWhole())
                .isPresent();
    }

    /// Whether labels are one-hot beside several predictions.
    boolean labelsAreOneHot() {
        return labels.filter(
                        facts ->
                                facts.shape().rank() == ending.row().rank() + 1 && facts.isOneHot())
                .isPresent();
    }

    private Task task(LabelFacts facts) {
        return Task.of(facts.shape(), ending.row().batchOf(Shape.UNKNOWN));
    }

    String compile(String otherLoss) {
        return compile(otherLoss, metrics);
    }

    String compile(String otherLoss, List<String> otherMetrics) {
        return dialect.compile(optimizer, otherLoss, otherMetrics);
    }

    String dense(int units, String activation) {
        return dialect.dense(units, activation);
    }
}
