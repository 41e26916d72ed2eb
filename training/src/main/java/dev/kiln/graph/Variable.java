package dev.kiln.graph;

import dev.kiln.tensor.Shape;

/// Numbers that live from step to step. Equal by name, shape and role: a name is used once a model.
///
/// @param name unique in its model, for example `trainable` or `bn/moving_mean`
/// @param role who may write it
public record Variable(String name, Shape shape, Role role) {
    /// What a variable is for decides which phases write it: inference never writes moving statistics.
    public enum Role {
        /// The model's parameters: written in training.
        PARAMETER,
        /// Slots, iterations and other state of the optimizer: written in training.
        OPTIMIZER,
        /// Moving statistics, seeds and the like that a layer keeps: written in training.
        STATISTIC,
        /// States of stateful recurrent layers: written in training, evaluation and prediction.
        RECURRENT,
        /// Accumulators of metrics and losses: written in training and evaluation.
        METRIC
    }
}
