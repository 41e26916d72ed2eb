package dev.kiln.model;

import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a [TrainingStep] may ask for: the batch, passes through the model, gradients, random numbers.
public interface StepScope {
    /// The first input, `[batch, …]`.
    default Tensor x() {
        return x(0);
    }

    /// @param index in the order of [Model#inputs]
    /// @throws dev.kiln.catalog.UserError E136 where there are fewer
    Tensor x(int index);

    /// The first labels, `[batch, …]`.
    default Tensor y() {
        return y(0);
    }

    /// @throws dev.kiln.catalog.UserError E136 where the data has fewer labels
    Tensor y(int index);

    /// Weights of rows, `[batch]`, `[batch, time]` or `[batch, outputs]`; null without.
    @Nullable Tensor sampleWeights();

    /// Whether the step trains; false while it judges.
    boolean training();

    /// A number among the step's formulas.
    Tensor constant(double value);

    /// The model's first output. Each pass draws random numbers of its own and counts once in batch statistics.
    ///
    /// @param inputs one an input of the model
    default Tensor call(Tensor... inputs) {
        return callAll(List.of(inputs)).getFirst();
    }

    /// All outputs of the model.
    List<Tensor> callAll(List<Tensor> inputs);

    /// One layer by itself, or a model inside the model.
    ///
    /// @param layer its name
    /// @return its first output
    /// @throws dev.kiln.catalog.UserError where no layer has the name
    Tensor callLayer(String layer, Tensor... inputs);

    /// The same step with weights that count as constants: its passes carry gradients to what they take, and teach
    /// nothing. A generator learns from a critic that stays as it is.
    StepScope frozen();

    /// The loss that compile was given, with loss weights and sample weights, without penalties.
    ///
    /// @param predictions one an output of the model
    /// @throws dev.kiln.catalog.UserError E112 where compile was given none
    Tensor compiledLoss(Tensor... predictions);

    /// How the sum of `of` changes with `by`, of `by`'s shape; a formula like others, so that a penalty on it teaches.
    Tensor gradient(Tensor of, Tensor by);

    /// A weight of the model.
    ///
    /// @param path as [Weight#path] says
    /// @throws dev.kiln.catalog.UserError where no weight has the path
    Tensor weight(String path);

    /// Independent numbers, uniform over [0, 1), other ones at every step and every call.
    Tensor uniform(Shape shape);

    /// What metrics compare with the labels; without, the first pass through the whole model.
    ///
    /// @param predictions one an output of the model
    void judge(Tensor... predictions);

    /// Adds a column to the history: the mean over rows, as for the loss.
    ///
    /// @param scalar of this batch
    /// @throws dev.kiln.catalog.UserError E103 where the name is taken
    void score(String name, Tensor scalar);
}
